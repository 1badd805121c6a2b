"""What the tests of the instruction share: a deposited file, and the people of its team."""

from datetime import timedelta

import pytest
from django.utils import timezone

from essaim.applications import actions
from essaim.applications.models import Application, Member
from essaim.calls.models import TeamMember
from essaim.jury.actions import declare_interests
from essaim.jury.models import Assignment, Juror, Panel
from tests.factories import GridFactory, TeamMemberFactory, UserFactory
from tests.personas import client_of


@pytest.fixture
def manager(call):
    return TeamMemberFactory(programme=call.programme, user__name="Gilles Gestion").user


@pytest.fixture
def examiner(call):
    role = TeamMember.Role.EXAMINER
    return TeamMemberFactory(programme=call.programme, role=role, user__name="Inès Instruit").user


@pytest.fixture
def deposited(ready, submit):
    submit(ready)
    ready.refresh_from_db()
    return ready


@pytest.fixture
def join():
    """``join(application, right)``: one more author, who accepted."""

    def add(application, right=Member.Right.WRITE, name="Colin Coporteur"):
        user = UserFactory(name=name)
        Member.objects.create(
            application=application,
            email=user.email,
            user=user,
            right=right,
            invited_by=application.owner,
            accepted_at=timezone.now(),
        )
        return user

    return add


@pytest.fixture
def ask(deposited, examiner):
    """``ask("contexte")``: a request for completion on these fields, for ten days."""

    def do(*fields, by=None, days=10):
        due_at = timezone.now() + timedelta(days=days)
        return actions.ask_completion(
            deposited, fields, "Précisez le nombre d’agents.", due_at, by=by or examiner
        )

    return do


@pytest.fixture
def juror_reading(deposited, call):
    """(juror, read): someone to whom the file, admissible, is given; ``read()`` is what they see."""
    GridFactory(call=call)
    juror = Juror.objects.create(panel=Panel.objects.create(call=call), user=UserFactory())
    Application.objects.filter(pk=deposited.pk).update(status=Application.Status.ADMISSIBLE)
    deposited.refresh_from_db()
    reading = Assignment.objects.create(juror=juror, application=deposited)
    declare_interests(juror, [], juror.user)
    return juror.user, lambda: client_of(juror.user).get(reading.get_absolute_url()).text
