"""A mail is written with the act it tells, and leaves later, once (trust R06 to R08)."""

import email
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.db import connection, transaction
from django.utils import timezone

from essaim.accounts import actions
from essaim.accounts.actions import outbox
from essaim.accounts.models import OutboxMail
from essaim.settings import mailer_from_url
from tests.accounts.mails import write
from tests.accounts.relay import running

Status = OutboxMail.Status


@pytest.fixture
def through(settings):
    """``through(relay)``: mails leave by this relay from now on."""

    def use(relay):
        settings.MAILERS = {"default": mailer_from_url(f"smtp://127.0.0.1:{relay.port}")}

    return use


@pytest.mark.django_db
class TestWriting:
    def test_the_same_event_is_never_written_twice(self):
        first = write()
        assert write(context={"code": "999999", "minutes": 10}) == first
        assert write(version=2) != first
        assert write("b@mairie.fr") != first
        assert OutboxMail.objects.count() == 3

    def test_it_falls_with_its_transaction(self):
        @transaction.atomic
        def act():
            write()
            raise RuntimeError

        with pytest.raises(RuntimeError):
            act()
        assert not OutboxMail.objects.exists()

    def test_text_is_not_html_and_html_is_escaped(self):
        mail = write(context={"code": 'L’Haÿ & <b>x</b> "d\'eau"', "minutes": 10})
        assert 'L’Haÿ & <b>x</b> "d\'eau"' in mail.text
        assert "<b>x</b>" not in mail.html
        assert "&lt;b&gt;" in mail.html

    def test_a_subject_stays_on_one_line(self):
        mail = write(context={"code": "1\nBcc: tous@mairie.fr\n", "minutes": 10})
        assert "\n" not in mail.subject

    def test_addresses_are_compared_without_case(self):
        assert write("A@Mairie.fr ") == write("a@mairie.fr")

    def test_the_journal_and_the_back_office_never_show_a_code(self):
        assert "123456" not in str(write())


@pytest.mark.django_db
class TestDelivery:
    def test_a_mail_leaves_once_with_its_own_message_id(self, settings):
        mail = write()
        assert (actions.deliver_due(), actions.deliver_due()) == (1, 0)
        mail.refresh_from_db()
        assert (mail.status, mail.tries) == (Status.SENT, 1)
        [sent] = django_mail.outbox
        assert sent.message()["Message-ID"] == mail.message_id
        assert sent.message()["Auto-Submitted"] == "auto-generated"

    def test_a_mail_not_yet_due_waits(self):
        OutboxMail.objects.filter(pk=write().pk).update(
            due_at=timezone.now() + timedelta(minutes=1)
        )
        assert actions.deliver_due() == 0

    def test_a_claim_whose_worker_died_before_the_dialogue_is_taken_again(self):
        mail = write()
        past = timezone.now() - timedelta(seconds=1)
        OutboxMail.objects.filter(pk=mail.pk).update(
            status=Status.CLAIMED, lease_until=past, tries=1
        )
        assert actions.deliver_due() == 1
        mail.refresh_from_db()
        assert (mail.status, mail.tries) == (Status.SENT, 2)

    def test_a_live_claim_is_left_alone(self):
        soon = timezone.now() + timedelta(minutes=1)
        OutboxMail.objects.filter(pk=write().pk).update(status=Status.CLAIMED, lease_until=soon)
        assert actions.deliver_due() == 0

    def test_a_worker_killed_inside_the_dialogue_leaves_an_unknown_outcome(self):
        mail = write()
        past = timezone.now() - timedelta(seconds=1)
        OutboxMail.objects.filter(pk=mail.pk).update(status=Status.SENDING, lease_until=past)
        assert actions.deliver_due() == 0
        mail.refresh_from_db()
        assert mail.status == Status.UNKNOWN
        assert actions.deliver_due() == 0
        assert not django_mail.outbox

    def test_a_mail_read_by_two_workers_is_claimed_by_one(self):
        write()
        [one], [other] = (list(OutboxMail.objects.due(timezone.now())) for _ in range(2))
        assert outbox._claim(one)
        assert not outbox._claim(other)

    def test_a_claim_lost_meanwhile_is_not_sent(self, monkeypatch):
        mail = write()
        claim = outbox._claim

        def claim_then_stall(mail):
            taken = claim(mail)
            OutboxMail.objects.filter(pk=mail.pk).update(status=Status.SENDING)
            return taken

        monkeypatch.setattr(outbox, "_claim", claim_then_stall)
        assert actions.deliver_due() == 0
        assert not django_mail.outbox
        mail.refresh_from_db()
        assert mail.status == Status.SENDING

    def test_a_dialogue_longer_than_its_lease_is_settled_by_its_own_worker(self, monkeypatch):
        mail = write()
        build = outbox._message

        def slow(mail):
            OutboxMail.objects.filter(pk=mail.pk).update(status=Status.UNKNOWN)
            return build(mail)

        monkeypatch.setattr(outbox, "_message", slow)
        assert actions.deliver_due() == 1
        mail.refresh_from_db()
        assert mail.status == Status.SENT

    def test_a_header_that_no_relay_would_take_fails_alone(self):
        bad = write(headers={"X-Essai": "a\nBcc: tous@mairie.fr"})
        write("b@mairie.fr")
        assert actions.deliver_due() == 1
        bad.refresh_from_db()
        assert bad.status == Status.FAILED
        assert bad.last_error


@pytest.mark.django_db
class TestSmtp:
    def deliver(self, through, answers) -> OutboxMail:
        mail = write()
        with running(answers) as relay:
            through(relay)
            actions.deliver_due()
            self.taken = relay.taken
        mail.refresh_from_db()
        return mail

    def test_a_relay_takes_it(self, through):
        mail = self.deliver(through, {})
        assert mail.status == Status.SENT
        parsed = email.message_from_bytes(self.taken[0])
        assert parsed["To"] == "a@mairie.fr"
        assert parsed["Message-ID"] == mail.message_id
        assert {part.get_content_type() for part in parsed.walk()} >= {"text/plain", "text/html"}

    @pytest.mark.parametrize(
        "answers",
        [
            {"RCPT": "451 greylisted"},
            {"RCPT": "421 busy"},
            {"MAIL": "451 later"},
            {"DATA": "452 full"},
            {".": "451 later"},
        ],
    )
    def test_not_now_is_tried_again_later(self, through, answers):
        mail = self.deliver(through, answers)
        assert (mail.status, mail.tries) == (Status.QUEUED, 1)
        assert mail.due_at > timezone.now()
        assert mail.last_error

    @pytest.mark.parametrize(
        "answers",
        [{"RCPT": "550 unknown"}, {"MAIL": "550 no"}, {"DATA": "554 no"}, {".": "554 spam"}],
    )
    def test_never_is_final(self, through, answers):
        assert self.deliver(through, answers).status == Status.FAILED

    def test_a_line_cut_after_the_message_left_is_an_unknown_outcome(self, through):
        assert self.deliver(through, {".": "cut"}).status == Status.UNKNOWN

    def test_a_line_cut_before_the_message_is_tried_again(self, through):
        assert self.deliver(through, {"RCPT": "cut"}).status == Status.QUEUED

    def test_a_bad_goodbye_changes_nothing(self, through):
        assert self.deliver(through, {"QUIT": "cut"}).status == Status.SENT

    def test_an_absent_relay_costs_no_try(self, through):
        with running() as relay:
            through(relay)
        mail = write()
        with pytest.raises(OSError, match="refused"):
            actions.deliver_due()
        mail.refresh_from_db()
        assert (mail.status, mail.tries) == (Status.QUEUED, 0)

    def test_one_refusal_does_not_hold_the_others(self, through):
        for n in range(3):
            write(f"a{n}@mairie.fr")
        with running({"RCPT": "550 unknown"}) as relay:
            through(relay)
            actions.deliver_due()
        assert OutboxMail.objects.filter(status=Status.FAILED).count() == 3

    def test_the_wait_grows_to_five_minutes_then_gives_up_after_48_tries(self, through):
        mail, now = write(), timezone.now()
        OutboxMail.objects.filter(pk=mail.pk).update(tries=46)
        with running({"RCPT": "451 later"}) as relay:
            through(relay)
            actions.deliver_due()
            mail.refresh_from_db()
            assert mail.status == Status.QUEUED
            assert timedelta(minutes=4) < mail.due_at - now < timedelta(minutes=6)
            OutboxMail.objects.filter(pk=mail.pk).update(due_at=now)
            actions.deliver_due()
        mail.refresh_from_db()
        assert (mail.status, mail.tries) == (Status.FAILED, 48)


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_send_twice(through):
    """Each mail once, whatever the number of workers that read the same queue."""
    wanted = {f"a{n}@mairie.fr" for n in range(24)}
    for recipient in wanted:
        write(recipient)
    barrier = threading.Barrier(3)

    def work():
        try:
            barrier.wait()
            sent = 0
            while OutboxMail.objects.due(timezone.now()).exists():
                sent += actions.deliver_due()
            return sent
        finally:
            connection.close()

    with running() as relay:
        through(relay)
        with ThreadPoolExecutor(3) as pool:
            sent = sum(future.result() for future in [pool.submit(work) for _ in range(3)])
    assert sent == len(wanted)
    assert sorted(email.message_from_bytes(m)["To"] for m in relay.taken) == sorted(wanted)
