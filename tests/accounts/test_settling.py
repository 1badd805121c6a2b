"""What a person does of a mail that was refused, or whose outcome nobody knows."""

import pytest

from essaim.accounts import actions
from essaim.accounts.models import LogEntry, OutboxMail
from essaim.base.states import IllegalTransition
from tests.accounts.mails import write
from tests.factories import UserFactory

Status = OutboxMail.Status


@pytest.mark.django_db
class TestSettling:
    def test_a_refused_mail_is_sent_again(self):
        mail, person = write(), UserFactory()
        OutboxMail.objects.filter(pk=mail.pk).update(status=Status.FAILED, tries=48)
        mail.refresh_from_db()
        actions.resend_mail(mail, by=person)
        assert (mail.status, mail.tries) == (Status.QUEUED, 0)
        assert LogEntry.objects.get(after=Status.QUEUED).actor == person

    def test_an_unknown_outcome_is_settled_by_a_person(self):
        mail = write()
        OutboxMail.objects.filter(pk=mail.pk).update(status=Status.UNKNOWN)
        mail.refresh_from_db()
        actions.confirm_mail(mail, by=UserFactory())
        assert mail.sent_at

    def test_a_mail_that_has_not_left_is_cancelled(self):
        mail = write()
        actions.cancel_mail(mail, by=UserFactory())
        assert actions.deliver_due() == 0

    def test_a_sent_mail_is_neither_cancelled_nor_sent_again(self):
        mail = write()
        actions.deliver_due()
        mail.refresh_from_db()
        for act in (actions.cancel_mail, actions.resend_mail, actions.confirm_mail):
            with pytest.raises(IllegalTransition):
                act(mail, by=UserFactory())
