"""Five days, then two days before the end, three in all; the first link keeps working."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from essaim.accounts.models import OutboxMail
from essaim.applications import actions
from essaim.applications.actions.endorsement import cancel_pending
from essaim.applications.exceptions import NoReminder, NotAllowed
from essaim.applications.models import Application, Endorsement
from essaim.calls.models import Call
from tests.applications.mailbox import last_mail, link_in, recipients
from tests.factories import UserFactory
from tests.personas import client_of

REMINDER = "endorsement_reminder"


@pytest.fixture
def asked(filled, amel):
    """Asked twenty days before the closing."""
    return actions.ask_endorsement(filled, "dgs@exemple.fr", "", by=amel)


@pytest.fixture
def after_days(time_machine, asked):
    """``after_days(5)``: so many days after the question, plus a minute; what the worker then did."""

    def go(days: float) -> int:
        time_machine.move_to(asked.requested_at + timedelta(days=days, minutes=1))
        return actions.remind_directions()

    return go


def reminders() -> int:
    return OutboxMail.objects.filter(kind=REMINDER).count()


def answer(token):
    return actions.give_endorsement(token, "favourable", "", "Diane Guérin", "DGS")


def test_after_five_days_once(after_days, filled):
    first = link_in("endorsement_request")
    assert [after_days(days) for days in (1, 4.9)] == [0, 0]
    assert [after_days(days) for days in (5, 5.5, 9, 15)] == [1, 0, 0, 0]
    assert recipients(REMINDER) == ["dgs@exemple.fr"]
    mail = last_mail(REMINDER)
    assert "Amel Porteuse attend votre avis" in mail.subject
    assert first not in mail.text
    for token in (first, link_in(REMINDER)):
        url = reverse("applications:endorsement_give", args=[token])
        assert client_of(None).get(url).status_code == 200
    answer(first)
    url = reverse("applications:endorsement_give", args=[link_in(REMINDER)])
    assert "votre avis est enregistré" in client_of(None).get(url).text


def test_two_days_before_the_closing_once(after_days):
    assert [after_days(days) for days in (5, 17.9, 18, 19, 19.9)] == [1, 0, 1, 0, 0]
    assert reminders() == 2


def test_no_reminder_after_the_closing(after_days):
    assert after_days(20.1) == 0


def test_someone_asked_at_the_last_moment_is_not_pressed(filled, amel, time_machine):
    time_machine.move_to(filled.call.closes_at - timedelta(days=1))
    actions.ask_endorsement(filled, "dgs@exemple.fr", "", by=amel)
    time_machine.move_to(filled.call.closes_at - timedelta(hours=1))
    assert actions.remind_directions() == 0


@pytest.mark.parametrize("change", ["answer", "withdraw", "ask_again"])
def test_no_reminder_for_what_is_settled(change, filled, amel, after_days):
    if change == "answer":
        answer(link_in("endorsement_request"))
    elif change == "withdraw":
        actions.withdraw(filled, by=amel)
    else:
        actions.ask_endorsement(filled, "maire@exemple.fr", "", by=amel)
    after_days(5)
    assert "dgs@exemple.fr" not in recipients(REMINDER)


def test_an_author_reminds_once_a_day_and_three_times_in_all(asked, amel, time_machine):
    with pytest.raises(NoReminder, match="demain"):
        actions.remind_direction(asked, by=amel)
    for _day in range(3):
        time_machine.move_to(timezone.now() + timedelta(days=1, minutes=1))
        actions.remind_direction(asked, by=amel)
        with pytest.raises(NoReminder):
            actions.remind_direction(asked, by=amel)
    time_machine.move_to(timezone.now() + timedelta(days=1, minutes=1))
    with pytest.raises(NoReminder, match="Trois rappels"):
        actions.remind_direction(asked, by=amel)
    assert reminders() == 3
    time_machine.move_to(asked.application.closing_at - timedelta(days=1))
    assert actions.remind_directions() == 0


def test_the_button(filled, asked, amel, time_machine):
    client = client_of(amel)
    remind = reverse("applications:endorsement_remind", args=[filled.public_id])
    assert "il y a moins d’un jour" in client.post(remind, follow=True).text
    time_machine.move_to(timezone.now() + timedelta(days=2))
    client = client_of(amel)
    page = client.post(remind, follow=True)
    assert "Rappel envoyé à dgs@exemple.fr" in page.text
    assert "Dernier rappel le" in page.text
    assert client_of(UserFactory()).post(remind).status_code == 404


def test_a_reader_does_not_remind(filled, asked, amel):
    reader = UserFactory()
    filled.members.create(
        email=reader.email, user=reader, right="read", invited_by=amel, accepted_at=timezone.now()
    )
    with pytest.raises(NotAllowed):
        actions.remind_direction(asked, by=reader)


def test_two_workers_remind_once(asked, time_machine):
    time_machine.move_to(timezone.now() + timedelta(days=6))
    assert actions.remind_directions() + actions.remind_directions() == 1


class TestAfterTheDeposit:
    @pytest.fixture
    def deposited(self, filled, amel, submit):
        filled.call.endorsement_rule = Call.EndorsementRule.AFTER_DEPOSIT
        filled.call.endorsement_days = 15
        filled.call.save()
        actions.ask_endorsement(filled, "dgs@exemple.fr", "", by=amel)
        submit(filled)
        filled.refresh_from_db()
        return filled

    def test_the_direction_and_the_authors_are_told_two_days_before(
        self, deposited, amel, time_machine
    ):
        time_machine.move_to(deposited.opinion_due_at - timedelta(days=3))
        assert actions.remind_directions() == 1  # more than five days
        assert actions.warn_of_missing_opinions() == 0
        time_machine.move_to(deposited.opinion_due_at - timedelta(days=1))
        assert [actions.remind_directions(), actions.remind_directions()] == [1, 0]
        assert "est déposée" in last_mail(REMINDER).text
        assert [actions.warn_of_missing_opinions() for _turn in range(2)] == [1, 0]
        assert recipients("opinion_awaited") == [amel.email]
        assert "/avis/" in last_mail("opinion_awaited").text

    def test_a_favourable_opinion_is_not_awaited(self, deposited, time_machine):
        answer(link_in("endorsement_request"))
        time_machine.move_to(deposited.opinion_due_at - timedelta(days=1))
        assert actions.warn_of_missing_opinions() == 0

    def test_a_request_that_was_cancelled_leaves_it_awaited(self, deposited, amel, time_machine):
        cancel_pending(deposited, amel)
        time_machine.move_to(deposited.opinion_due_at - timedelta(days=1))
        assert actions.warn_of_missing_opinions() == 1

    def test_an_unfavourable_one_still_leaves_it_awaited(self, deposited, amel, time_machine):
        token = link_in("endorsement_request")
        actions.give_endorsement(token, "unfavourable", "Non.", "Diane", "DGS")
        time_machine.move_to(deposited.opinion_due_at - timedelta(days=1))
        assert actions.warn_of_missing_opinions() == 1


class TestThirtyDays:
    def test_the_request_expires_and_the_authors_are_told(self, filled, asked, amel, time_machine):
        Call.objects.update(closes_at=timezone.now() + timedelta(days=60))
        time_machine.move_to(timezone.now() + timedelta(days=29))
        assert actions.expire_endorsements() == 0
        time_machine.move_to(timezone.now() + timedelta(days=2))
        assert [actions.expire_endorsements(), actions.expire_endorsements()] == [1, 0]
        asked.refresh_from_db()
        filled.refresh_from_db()
        assert asked.status == Endorsement.Status.EXPIRED
        assert filled.status == Application.Status.DRAFT
        assert recipients("endorsement_expired") == [amel.email]
        page = client_of(amel).get(reverse("applications:endorsement_ask", args=[filled.public_id]))
        assert "a expiré sans réponse" in page.text

    def test_nobody_is_told_of_a_call_that_is_over(self, filled, asked, time_machine):
        time_machine.move_to(timezone.now() + timedelta(days=31))
        assert actions.expire_endorsements() == 1
        assert not OutboxMail.objects.filter(kind="endorsement_expired").exists()
