import pytest

# What the campaigns of two writers write in: the same draft as the tests of applications.
from tests.applications.conftest import amel, call, draft, marie  # noqa: F401
from tests.faults.site import Site


@pytest.fixture
def site():
    made = Site.new()
    yield made
    made.close()
