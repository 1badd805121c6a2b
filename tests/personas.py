"""The people of one application, from its author to those who read, judge, support or take it up.

``people`` is made once per test and touches models only; rules are tried through actions.
"""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone

from essaim.accounts.models import User
from essaim.applications.models import Application, Member
from essaim.calls.models import TeamMember
from essaim.jury.models import Juror, Panel
from essaim.support.models import Coach, Journey, Sponsor
from tests.factories import (
    ApplicationFactory,
    LaureateFactory,
    MembershipFactory,
    TeamMemberFactory,
    UserFactory,
)

PERSONAS = (
    *("visitor", "applicant", "co_applicant", "other_applicant", "manager", "examiner"),
    *("juror", "chair", "coach", "adopter", "admin"),
)


def client_of(user: User | None) -> Client:
    """A browser signed in as ``user``; None is a visitor without account."""
    client = Client()
    if user:
        client.force_login(user)
    return client


def _write(people: SimpleNamespace) -> None:
    people.applicant = UserFactory(name="Amel Porteuse", email="porteuse@exemple.fr")
    people.co_applicant = UserFactory(name="Colin Coporteur", email="coporteur@exemple.fr")
    people.application = ApplicationFactory(
        owner=people.applicant,
        status=Application.Status.SUBMITTED,
        submitted_at=timezone.now(),
    )
    people.call = people.application.call
    MembershipFactory(user=people.applicant, organisation=people.application.organisation)
    Member.objects.create(
        application=people.application,
        email=people.co_applicant.email,
        user=people.co_applicant,
        invited_by=people.applicant,
        accepted_at=timezone.now(),
    )
    people.other_applicant = UserFactory(name="Odile Autre", email="autre@exemple.fr")
    people.other_application = ApplicationFactory(owner=people.other_applicant, call=people.call)


def _examine_and_judge(people: SimpleNamespace) -> None:
    programme = people.call.programme
    people.manager = TeamMemberFactory(programme=programme).user
    people.examiner = TeamMemberFactory(programme=programme, role=TeamMember.Role.EXAMINER).user
    people.panel = Panel.objects.create(call=people.call)
    people.juror, people.chair = UserFactory(name="Jean Juré"), UserFactory(name="Paule Présidente")
    Juror.objects.create(panel=people.panel, user=people.juror)
    Juror.objects.create(panel=people.panel, user=people.chair, is_chair=True)


def _support_and_take_up(people: SimpleNamespace) -> None:
    people.coach, people.adopter = UserFactory(name="Maud Accompagnatrice"), UserFactory()
    people.laureate = LaureateFactory(
        call=people.call,
        organisation=people.application.organisation,
        application=people.application,
    )
    people.journey = Journey.objects.create(
        laureate=people.laureate,
        starts_on=timezone.localdate(),
        ends_on=timezone.localdate() + timedelta(days=150),
    )
    sponsor = Sponsor.objects.create(name="Agence d’exemple")
    Coach.objects.create(journey=people.journey, user=people.coach, sponsor=sponsor)
    MembershipFactory(user=people.adopter)


def make_people() -> SimpleNamespace:
    """``people.applicant``, ``people.juror``… (users), ``people.application``, ``people.call``…

    ``people.visitor`` is None: pass any of them to ``client_of``.
    """
    made = SimpleNamespace(visitor=None, admin=None)
    _write(made)
    _examine_and_judge(made)
    _support_and_take_up(made)
    made.admin = User.objects.create_superuser("admin@exemple.fr", name="Ada Ministratrice")
    return made


@pytest.fixture
def people(db) -> SimpleNamespace:
    return make_people()
