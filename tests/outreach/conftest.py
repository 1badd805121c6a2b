import re

import pytest
from django.utils import timezone

from essaim.accounts.models import OutboxMail
from essaim.outreach import actions
from essaim.outreach.models import Subscriber
from tests.factories import OrganisationFactory, TeamMemberFactory
from tests.outreach.made import published_case


@pytest.fixture
def second_manager(people):
    return TeamMemberFactory(programme=people.call.programme).user


@pytest.fixture
def sheet(people):
    return published_case(laureate=people.laureate)


@pytest.fixture
def draft(people, sheet):
    return actions.compose(
        people.call.programme, "Trois idées à reprendre", "Bonjour à tous.", [sheet], people.manager
    )


@pytest.fixture
def approved(draft, second_manager):
    return actions.approve(draft, second_manager)


@pytest.fixture
def add_subscriber(db):
    """An active subscriber."""

    def add(email: str = "", **fields) -> Subscriber:
        number = Subscriber.objects.count()
        return Subscriber.objects.create(
            email=email or f"abonne{number}@exemple.fr",
            status=Subscriber.Status.ACTIVE,
            confirmed_at=timezone.now(),
            **fields,
        )

    return add


@pytest.fixture
def link_in():
    """The path of the first personal link in the last mail of a kind."""

    def read(kind: str) -> str:
        mail = OutboxMail.objects.filter(kind=kind).last()
        return re.search(r"http://testserver(/abonnement/[\w-]+/[\w.-]+/)", mail.text)[1]

    return read


@pytest.fixture
def renac(db):
    return OrganisationFactory(name="Renac", departement_code="35", region_code="53")
