"""A sheet ready to publish, and what a historical laureate leaves: a name and a subject."""

import pytest
from django.utils import timezone

from essaim.accounts.models import User
from essaim.calls.models import Theme
from essaim.cases import actions
from essaim.cases.models import Case, CaseVersion
from tests.factories import LaureateFactory, OrganisationFactory, TeamMemberFactory, ThemeFactory


def publish_sheet(
    manager: User, *, title: str, organisation=None, themes=(), **fields
) -> CaseVersion:
    """A published sheet of a laureate known from the press, through the actions."""
    programme = manager.team_roles.get().programme
    laureate = LaureateFactory(
        call__programme=programme, organisation=organisation or OrganisationFactory(), subject=title
    )
    case = actions.open_case(laureate, manager)
    actions.edit(case, manager, themes=themes, **fields)
    return publish_again(case, manager)


def publish_again(case: Case, manager: User, changes: str = "") -> CaseVersion:
    actions.ask_review(case, manager)
    actions.approve(case, manager, note="Accord donné par téléphone.")
    return actions.publish(case, manager, changes)


@pytest.fixture
def manager(db) -> User:
    return TeamMemberFactory().user


@pytest.fixture
def theme(db) -> Theme:
    return ThemeFactory(slug="accueil", name="Accueil des usagers")


@pytest.fixture
def case(people) -> Case:
    """The draft of the people's laureate, opened by its owner."""
    return actions.open_case(people.laureate, people.applicant)


@pytest.fixture
def approved(case, people) -> Case:
    actions.edit(case, people.applicant, summary="Un résumé.", solution="Un numéro unique.")
    actions.ask_review(case, people.co_applicant)
    actions.approve(case, people.applicant)
    case.refresh_from_db()
    return case


@pytest.fixture
def now():
    return timezone.now()
