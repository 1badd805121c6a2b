"""The API keeps to its own description, whatever is asked of it."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, given, settings

from tests.trust.history import load_the_programme

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def programme(django_db_setup, django_db_blocker):
    """The real calls, laureates and sheets; requests leave the test's connection open."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    with django_db_blocker.unblock(), transaction.atomic():
        load_the_programme()
        yield
        transaction.set_rollback(True)
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture(scope="module")
def description(programme):
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


def test_every_operation_answers_as_described(description):
    operations = [result.ok() for result in description.get_all_operations()]
    assert len(operations) >= 7
    for operation in operations:

        @settings(
            max_examples=15,
            deadline=None,
            database=None,
            suppress_health_check=[HealthCheck.too_slow],
        )
        @given(case=operation.as_strategy())
        def answers(case):
            case.call_and_validate(headers={"Accept-Encoding": "identity"})

        answers()
