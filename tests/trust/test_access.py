"""Each URL, for each persona, answers what the tables say; a URL in no table fails."""

import pytest
from django.db import transaction

from tests.personas import PERSONAS, client_of
from tests.trust.access import our_url_names, read_tables
from tests.world import build_world

TABLES = read_tables()


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_world()
        transaction.set_rollback(True)


def test_every_url_is_in_a_table():
    assert not set(our_url_names()) - {line.name for line in TABLES}


@pytest.mark.parametrize("line", TABLES, ids=lambda line: line.where)
def test_access(line, world):
    url = line.url(world)
    found = {}
    for persona in PERSONAS:
        with transaction.atomic():
            found[persona] = client_of(world["people"][persona]).get(url).status_code
            transaction.set_rollback(True)
    assert found == line.expected
