import pytest

from tests.faults.site import Site


@pytest.fixture
def site():
    made = Site.new()
    yield made
    made.close()
