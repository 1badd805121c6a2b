"""A rolling call is judged wave after wave: the results of one are told, the call goes on."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from essaim.applications.models import Application
from essaim.calls.actions import extend_for
from essaim.calls.models import Call, Wave
from essaim.jury import actions
from essaim.jury.exceptions import ReviewsClosed, SessionNotReady
from essaim.jury.waves import files_to_decide, results_at
from tests.jury.conftest import make_file
from tests.personas import client_of

DAY = timedelta(days=1)


@pytest.fixture
def jury(jury):
    """The four files are of a wave that has closed; a fifth one waits for the next."""
    Call.objects.filter(pk=jury.call.pk).update(is_rolling=True, closes_at=None)
    jury.call.refresh_from_db()
    now = timezone.now()
    jury.first = Wave.objects.create(call=jury.call, number=1, closes_at=now - DAY)
    jury.second = Wave.objects.create(call=jury.call, number=2, closes_at=now + DAY * 60)
    Application.objects.filter(call=jury.call).update(wave=jury.first)
    jury.later = make_file(jury.call, "Redon")
    Application.objects.filter(pk=jury.later.pk).update(wave=jury.second)
    return jury


def test_a_sitting_decides_one_wave(sitting):
    decided = sitting.session.deliberations.values_list("application__wave", flat=True)
    assert set(decided) == {sitting.first.pk}
    assert len(decided) == 4


def test_a_wave_is_judged_once_nobody_may_deposit_in_it_any_more(jury):
    assert files_to_decide(jury.panel).count() == 4
    Wave.objects.filter(pk=jury.first.pk).update(closes_at=timezone.now() - timedelta(minutes=14))
    assert not files_to_decide(jury.panel).exists()
    Wave.objects.filter(pk=jury.first.pk).update(closes_at=timezone.now() - DAY)
    jury.first.refresh_from_db()
    until = timezone.now() + DAY
    extend_for(jury.call, "tard@exemple.fr", until, "Hôpital.", jury.manager, wave=jury.first)
    assert not files_to_decide(jury.panel).exists()


def test_the_results_of_a_wave_leave_the_call_open(approved):
    assert results_at(approved.session) is None
    actions.announce_results(approved.session, approved.manager)
    approved.call.refresh_from_db()
    approved.first.refresh_from_db()
    assert approved.call.results_at is None
    assert approved.call.phase == Call.Phase.OPEN
    assert results_at(approved.session) == approved.first.results_at
    told = Application.objects.select_related("wave").get(pk=approved.files[0].pk)
    assert told.public_status == str(Application.Status.LAUREATE.label)
    page = client_of(approved.manager).get(
        reverse("jury:results_detail", args=[approved.session.public_id])
    )
    assert "Publiés le" in page.text


def test_then_the_next_wave_is_judged(approved, time_machine):
    panel, manager, chair = approved.panel, approved.manager, approved.chair
    due_at = timezone.now() + DAY * 80
    with pytest.raises(ReviewsClosed):
        actions.set_panel(panel, manager, reviews_due_at=due_at)
    panel.refresh_from_db()
    actions.announce_results(approved.session, manager)
    actions.set_panel(panel, manager, reviews_due_at=due_at)
    session = actions.plan_session(panel, due_at, "Rennes", manager)
    time_machine.move_to(due_at + DAY)
    actions.open_session(session, chair)
    assert [item.application for item in session.deliberations.all()] == [approved.later]
    assert results_at(session) is None


def test_a_second_sitting_waits_for_the_results_of_the_first(approved):
    session = actions.plan_session(approved.panel, timezone.now(), "Rennes", approved.manager)
    with pytest.raises(SessionNotReady):
        actions.open_session(session, approved.chair)
