"""Automatic reminders to jurors: seven, two and one day before, once each, to who has work left."""

from datetime import timedelta

import pytest
from django.utils import timezone

from essaim.accounts.models import OutboxMail
from essaim.jury import actions
from essaim.jury.models import Assignment, Juror, Panel
from tests.jury.conftest import hand_in


@pytest.fixture
def waiting(assigned):
    """Everyone was invited long ago; reviews are due in an hour less than seven days."""
    Juror.objects.update(invited_at=timezone.now() - timedelta(days=30))
    due_in(assigned, timedelta(days=7, hours=-1))
    return assigned


def due_in(jury, delay) -> None:
    Panel.objects.filter(pk=jury.panel.pk).update(reviews_due_at=timezone.now() + delay)
    jury.panel.refresh_from_db()


def reminded() -> list[str]:
    mails = OutboxMail.objects.filter(kind="juror_reminder").order_by("recipient")
    return list(mails.values_list("recipient", flat=True))


def test_each_reminder_leaves_once_to_those_who_have_something_left(waiting):
    for reading in Assignment.objects.filter(juror=waiting.seats["bob"]):
        hand_in(waiting, "bob", reading.application)
    assert actions.remind_due_jurors() == 4
    assert actions.remind_due_jurors() == 0
    assert reminded() == [f"{n}@exemple.fr" for n in ("ana", "chair", "deputy", "sub")]
    mail = OutboxMail.objects.filter(recipient="ana@exemple.fr", kind="juror_reminder").get()
    assert "0 sur 3" in mail.text
    assert "attendu avant" in mail.text


@pytest.mark.parametrize(
    ("delay", "count"),
    [
        (timedelta(days=7, hours=1), 0),
        (timedelta(days=5), 0),
        (timedelta(days=2, hours=-1), 5),
        (timedelta(hours=23), 5),
        (timedelta(hours=-1), 0),
    ],
)
def test_only_at_their_moments(waiting, delay, count):
    due_in(waiting, delay)
    assert actions.remind_due_jurors() == count


def test_a_date_that_moves_reminds_again(waiting):
    actions.remind_due_jurors()
    due_in(waiting, timedelta(days=7, hours=-2))
    assert actions.remind_due_jurors() == 5


def test_who_was_invited_since_is_left_alone(waiting):
    Juror.objects.filter(pk=waiting.seats["ana"].pk).update(invited_at=timezone.now())
    actions.remind_due_jurors()
    assert "ana@exemple.fr" not in reminded()
