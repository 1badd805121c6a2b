from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from essaim.accounts.models import LogEntry, OutboxMail
from essaim.jury import actions, exceptions
from essaim.jury.models import Panel
from tests.factories import TeamMemberFactory, UserFactory
from tests.jury.conftest import make_call
from tests.personas import client_of


def test_manager_creates_the_jury_and_invites_from_the_pages(db):
    call = make_call()
    manager = TeamMemberFactory(programme=call.programme).user
    client = client_of(manager)
    assert "créer le jury" in client.get(reverse("jury:my_readings")).text
    answer = client.post(
        reverse("jury:panel_create", args=[call.slug]),
        {"readings_wanted": 2, "quorum_percent": 60, "reviews_due_at": "2031-05-04T18:00"},
    )
    panel = Panel.objects.get(call=call)
    assert answer.status_code == 302
    assert (panel.quorum_percent, panel.has_casting_vote) == (60, False)
    page = reverse("jury:juror_list", args=[panel.public_id])
    who = {"name": "Ana Durand", "email": "Ana@exemple.fr", "office": "chair", "voice": "voting"}
    client.post(page, who)
    seat = panel.jurors.get()
    assert seat.is_chair
    assert seat.user.email == "ana@exemple.fr"
    mail = OutboxMail.objects.get(kind="jury_invitation")
    assert mail.recipient == "ana@exemple.fr"
    assert "/jury/" in mail.text
    second = client.post(page, {**who, "email": "b@exemple.fr"})
    assert second.status_code == 409
    assert "préside déjà ce jury" in second.text
    assert panel.jurors.count() == 1


def test_a_call_has_one_jury_and_only_its_managers_make_it(jury):
    with pytest.raises(exceptions.PanelExists):
        actions.create_panel(jury.call, jury.manager)
    with pytest.raises(exceptions.NotAllowed):
        actions.create_panel(make_call(), jury.manager)
    with pytest.raises(exceptions.SeatTaken):
        actions.invite_juror(jury.panel, "ana@exemple.fr", "Ana", jury.manager)
    with pytest.raises(exceptions.NotAllowed):
        actions.invite_juror(jury.panel, "x@exemple.fr", "X", jury.chair)


def test_reminders_go_once_a_day_to_those_who_have_something_left(declared):
    actions.assign_all(declared.panel, declared.manager)
    client = client_of(declared.manager)
    url = reverse("jury:jurors_remind", args=[declared.panel.public_id])
    client.post(url)
    client.post(url)
    mails = OutboxMail.objects.filter(kind="juror_reminder")
    assert mails.count() == 5
    assert "0 sur 3" in mails.get(recipient="ana@exemple.fr").text


def test_due_date_cannot_move_once_marks_may_have_been_seen(graded):
    with pytest.raises(exceptions.ReviewsClosed):
        actions.set_panel(
            graded.panel, graded.manager, reviews_due_at=timezone.now() + timedelta(days=3)
        )
    page = reverse("jury:panel_edit", args=[graded.panel.public_id])
    answer = client_of(graded.manager).post(
        page,
        {"readings_wanted": 2, "quorum_percent": 50, "reviews_due_at": "2031-05-04T18:00"},
    )
    assert answer.status_code == 409
    graded.panel.refresh_from_db()
    assert graded.panel.reviews_are_closed


def test_dismissed_juror_sees_nothing_more(assigned):
    client = client_of(assigned.ana)
    page = reverse("jury:panel_detail", args=[assigned.panel.public_id])
    assert client.get(page).status_code == 200
    seat = assigned.seats["ana"]
    url = reverse("jury:juror_dismiss", args=[assigned.panel.public_id, seat.public_id])
    client_of(assigned.manager).post(url)
    assert client.get(page).status_code == 404
    assert seat.assignments.filter(status="assigned").count() == 0
    assert LogEntry.objects.filter(verb="dismiss").exists()


@pytest.mark.parametrize(
    ("name", "ana", "chair", "outsider"),
    [
        ("panel_detail", 200, 200, 404),
        ("juror_list", 404, 200, 404),
        ("plan_edit", 404, 200, 404),
        ("score_table", 200, 200, 404),
        ("panel_edit", 404, 404, 404),
        ("session_plan", 404, 200, 404),
    ],
)
def test_each_page_of_the_panel_opens_to_its_audience(assigned, name, ana, chair, outsider):
    url = reverse(f"jury:{name}", args=[assigned.panel.public_id])
    assert client_of(assigned.manager).get(url).status_code == 200
    for user, status in (
        (assigned.ana, ana),
        (assigned.chair, chair),
        (assigned.outsider, outsider),
    ):
        assert client_of(user).get(url).status_code == status


def test_lists_cost_the_same_with_one_juror_and_three(jury, same_queries):
    client = client_of(jury.manager)
    for name in ("panel_detail", "juror_list", "plan_edit"):
        url = reverse(f"jury:{name}", args=[jury.panel.public_id])
        same_queries(
            lambda url=url: client.get(url),
            lambda: actions.invite_juror(jury.panel, UserFactory().email, "", jury.manager),
        )
