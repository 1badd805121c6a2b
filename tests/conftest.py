from tests.undefined_variables import watch_conditions

watch_conditions()

pytest_plugins = ["tests.network", "tests.queries", "tests.personas", "tests.browser.fixtures"]
