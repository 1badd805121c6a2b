import re

import pytest

from essaim.accounts.models import OutboxMail
from essaim.replications.models import Replication
from tests.replications.made import published_version


@pytest.fixture
def version(people):
    """The published sheet of people.laureate: its author is people.applicant."""
    return published_version(laureate=people.laureate)


@pytest.fixture
def adopter_body(people):
    return people.adopter.memberships.get().organisation


@pytest.fixture
def mailed_token():
    """The token of the link mailed about a replication."""

    def read(recipient: str) -> str:
        mail = OutboxMail.objects.filter(kind="replication_declared", recipient=recipient).last()
        return re.search(r"/reprises/confirmer/([\w-]+)/", mail.text)[1]

    return read


@pytest.fixture
def refreshed():
    return lambda replication: Replication.objects.get(pk=replication.pk)
