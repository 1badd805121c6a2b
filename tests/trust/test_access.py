"""Each URL, for each persona, answers what the tables say; a URL in no table fails."""

import pytest
from django.db import transaction

from tests.personas import PERSONAS, client_of
from tests.trust.access import our_url_names, read_tables
from tests.world import build_world

pytestmark = pytest.mark.django_db
TABLES = read_tables()


@pytest.fixture(scope="module")
def world(request, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        world = build_world(request.param)
        people = {persona: getattr(world["people"], persona) for persona in PERSONAS}
        world["clients"] = {persona: client_of(user) for persona, user in people.items()}
        yield world
        transaction.set_rollback(True)


def test_every_url_is_in_a_table():
    assert not set(our_url_names()) - {line.name for line in TABLES}


@pytest.mark.parametrize(
    ("world", "line"),
    [pytest.param(line.app, line, id=line.where) for line in TABLES],
    indirect=["world"],
)
def test_access(world, line):
    url = line.url(world)
    found = {}
    for persona, client in world["clients"].items():
        with transaction.atomic():
            response = client.get(url)
            found[persona] = response.status_code
            response.getvalue()  # a file is closed once it has been read
            transaction.set_rollback(True)
    assert found == line.expected
