"""A draft is remembered to its authors before the closing, and whoever gains time is told."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from essaim.accounts.models import OutboxMail
from essaim.applications import actions
from essaim.applications.models import Application, Member
from essaim.calls import actions as calls
from essaim.calls.models import Call
from tests.applications.mailbox import last_mail, link_in, recipients
from tests.factories import ApplicationFactory, TeamMemberFactory, UserFactory
from tests.personas import client_of

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def manager(call):
    return TeamMemberFactory(programme=call.programme).user


@pytest.fixture
def at(call, time_machine):
    """``at(days)``: so many days before the first closing."""
    closes_at = call.closes_at
    return lambda days: time_machine.move_to(closes_at - DAY * days, tick=False)


def join(application, right=Member.Right.WRITE):
    person = UserFactory()
    actions.invite(application, person.email, right, by=application.owner)
    actions.accept_invitation(link_in("invitation"), by=person)
    return person


def reminders() -> int:
    """How many mails leave now; run twice, as the worker does."""
    before = OutboxMail.objects.filter(kind="draft_reminder").count()
    while actions.remind_drafts():
        pass
    return OutboxMail.objects.filter(kind="draft_reminder").count() - before


class TestReminders:
    def test_seven_two_and_one_days_before_each_once(self, draft, at):
        sent = {}
        for quarter in range(4 * 10, -4, -1):
            at(quarter / 4)
            if reminders():
                sent[quarter / 4] = last_mail("draft_reminder").subject
        assert list(sent) == [7.0, 2.0, 1.0]
        assert "PAS déposée" in sent[1.0]
        assert "il reste 1 jour" in sent[1.0]
        assert "il reste 2 jours" in sent[2.0]

    def test_it_says_what_is_missing_until_when_and_where(self, draft, amel, at):
        at(2)
        reminders()
        text = last_mail("draft_reminder").text.replace("\u00a0", " ")
        assert "n’est PAS déposée" in text
        assert "le titre du projet" in text
        assert "Parlez-nous : probleme ?" in text
        assert "(heure de Paris)" in text
        assert draft.get_absolute_url() in text

    def test_a_complete_draft_is_told_to_be_complete(self, ready, at):
        at(1)
        reminders()
        assert "Rien ne manque" in last_mail("draft_reminder").text

    def test_to_those_who_write(self, draft, amel, at):
        marie, _reader = join(draft), join(draft, Member.Right.READ)
        actions.invite(draft, "invitee@exemple.fr", Member.Right.WRITE, by=amel)
        at(2)
        reminders()
        assert recipients("draft_reminder") == sorted([amel.email, marie.email])

    def test_not_before_a_day(self, call, at, time_machine):
        at(7)
        young = ApplicationFactory(call=call)
        assert reminders() == 0
        at(1.5)
        Application.objects.filter(pk=young.pk).update(created_at=timezone.now() - HOUR * 20)
        assert reminders() == 0
        time_machine.move_to(timezone.now() + HOUR * 5, tick=False)
        assert reminders() == 1

    @pytest.mark.parametrize("status", ["submitted", "withdrawn", "admissible"])
    def test_never_once_deposited_or_withdrawn(self, draft, at, status):
        Application.objects.filter(pk=draft.pk).update(status=status, submitted_at=timezone.now())
        at(2)
        assert reminders() == 0

    def test_what_waits_in_the_outbox_does_not_leave_after_the_deposit(self, ready, at, submit):
        at(1)
        reminders()
        submit(ready)
        assert last_mail("draft_reminder").status == OutboxMail.Status.CANCELLED
        assert last_mail("receipt").status == OutboxMail.Status.QUEUED

    @pytest.mark.parametrize(
        "changes", [{"status": Call.Status.CANCELLED}, {"results_at": timezone.now()}]
    )
    def test_never_for_a_call_that_stopped(self, draft, at, changes):
        Call.objects.filter(pk=draft.call_id).update(**changes)
        at(2)
        assert reminders() == 0

    def test_an_extension_arms_them_again(self, draft, call, manager, at, time_machine):
        at(1)
        assert reminders() == 1
        calls.extend(call, call.closes_at + DAY * 9, "Grève.", manager)
        assert reminders() == 0
        for days in (-2, -7, -8):
            at(days)
            assert reminders() == 1, days

    def test_half_an_hour_more_writes_no_second_reminder(self, draft, call, manager, at):
        """The mail of the extension has just told the new hour."""
        at(0.1)
        assert reminders() == 1
        calls.extend(call, call.closes_at + HOUR / 2, "Interruption.", manager)
        assert reminders() == 0

    def test_who_has_more_time_is_reminded_of_their_own_closing(
        self, draft, call, amel, manager, at
    ):
        other = ApplicationFactory(call=call, created_at=timezone.now() - DAY * 3)
        calls.extend_for(call, amel.email, call.closes_at + DAY * 4, "Hôpital.", manager)
        at(2)
        reminders()
        assert recipients("draft_reminder") == [other.owner.email]
        at(-2)
        reminders()
        assert recipients("draft_reminder") == sorted([other.owner.email, amel.email])

    def test_each_wave_has_its_own(self, draft, call, manager, time_machine):
        Call.objects.filter(pk=call.pk).update(is_rolling=True, closes_at=None)
        call.refresh_from_db()
        start = timezone.now()
        for days in (30, 90):
            calls.add_wave(call, start + DAY * days, manager)
        for days in (28, 29, 88):
            time_machine.move_to(start + DAY * days + HOUR, tick=False)
            assert reminders() == 1, days
        time_machine.move_to(start + DAY * 91, tick=False)
        assert reminders() == 0

    def test_a_batch_at_a_time_and_all_in_the_end(self, call, at, monkeypatch):
        monkeypatch.setattr(actions.reminders, "BATCH", 2)
        for _draft in range(5):
            ApplicationFactory(call=call, created_at=timezone.now() - DAY * 3)
        at(2)
        assert [actions.remind_drafts() for _turn in range(4)] == [2, 2, 1, 0]

    def test_reading_the_drafts_costs_the_same_with_three(self, call, at, same_queries):
        at(5)

        def add():
            ApplicationFactory(call=call, created_at=timezone.now() - DAY * 3)

        same_queries(actions.remind_drafts, add)


class TestTellingOfExtensions:
    def tell(self) -> int:
        told = 0
        while done := actions.tell_extensions():
            told += done
        return told

    def test_every_author_of_a_draft_once(self, draft, call, amel, manager):
        marie, reader = join(draft), join(draft, Member.Right.READ)
        ApplicationFactory(call=call, owner=amel)  # a second draft of the same person
        ApplicationFactory(call=call, status="submitted", submitted_at=timezone.now())
        ApplicationFactory(call=call, status="withdrawn")
        ApplicationFactory()
        calls.extend(call, call.closes_at + DAY, "Grève des transports.", manager)
        assert self.tell() == 3
        assert self.tell() == 0
        assert recipients("extension") == sorted([amel.email, marie.email, reader.email])
        text = last_mail("extension").text.replace("\u00a0", " ")
        assert "Grève des transports." in text
        assert "(heure de Paris)" in text
        assert "n’est PAS déposée" in text

    def test_a_draft_begun_afterwards_is_not_told(self, call, manager):
        calls.extend(call, call.closes_at + DAY, "Grève.", manager)
        ApplicationFactory(call=call)
        assert self.tell() == 0

    def test_the_named_person_and_their_co_applicants(self, draft, call, amel, manager):
        marie = join(draft)
        ApplicationFactory(call=call)
        calls.extend_for(call, amel.email, call.closes_at + DAY, "Hôpital.", manager)
        assert self.tell() == 2
        assert recipients("extension") == sorted([amel.email, marie.email])

    def test_the_named_person_may_have_nothing_yet(self, call, manager):
        calls.extend_for(call, "nouvelle@exemple.fr", call.closes_at + DAY, "Hôpital.", manager)
        assert self.tell() == 1
        assert call.get_absolute_url() in last_mail("extension").text

    def test_of_two_extensions_in_a_row_the_last_one_is_told(self, draft, call, manager):
        for days in (1, 2):
            calls.extend(call, call.closes_at + DAY, f"Raison {days}.", manager)
            call.refresh_from_db()
        assert self.tell() == 1
        assert "Raison 2." in last_mail("extension").text

    def test_fifty_at_a_time(self, call, manager):
        for _draft in range(60):
            ApplicationFactory(call=call)
        calls.extend(call, call.closes_at + DAY, "Grève.", manager)
        assert [actions.tell_extensions() for _turn in range(3)] == [50, 10, 0]
        assert len(set(recipients("extension"))) == 60

    def test_old_news_is_no_news(self, draft, call, manager, time_machine):
        calls.extend(call, call.closes_at + DAY, "Grève.", manager)
        time_machine.move_to(timezone.now() + DAY * 8)
        assert self.tell() == 0


class TestResumeLink:
    def test_a_mail_to_oneself_that_still_asks_to_sign_in(self, draft, amel, client):
        url = reverse("applications:resume_link", args=[draft.public_id])
        me = client_of(amel)
        assert url in me.get(draft.get_absolute_url()).text
        assert me.post(url).url == draft.get_absolute_url()
        mail = last_mail("resume_link")
        assert mail.recipient == amel.email
        assert draft.get_absolute_url() in mail.text
        assert "n’est PAS déposée" in mail.text
        assert client.get(draft.get_absolute_url()).status_code == 302

    def test_a_co_applicant_gets_their_own(self, draft, amel):
        marie = join(draft)
        client_of(marie).post(reverse("applications:resume_link", args=[draft.public_id]))
        assert recipients("resume_link") == [marie.email]

    def test_at_most_one_every_ten_minutes(self, draft, amel, time_machine):
        time_machine.move_to(timezone.now().replace(minute=0, second=0), tick=False)
        for _click in range(3):
            actions.send_resume_link(draft, by=amel)
        assert recipients("resume_link") == [amel.email]
        time_machine.move_to(timezone.now() + MINUTE * 10, tick=False)
        actions.send_resume_link(draft, by=amel)
        assert len(recipients("resume_link")) == 2

    def test_not_once_deposited_nor_for_others(self, ready, submit, amel):
        url = reverse("applications:resume_link", args=[ready.public_id])
        assert client_of(UserFactory()).post(url).status_code == 404
        submit(ready)
        assert client_of(amel).post(url).status_code == 409
        assert not OutboxMail.objects.filter(kind="resume_link").exists()
