"""The outbox: a mail is written with the act it tells, and leaves later, once.

A worker claims one mail at a time under a lease. If it dies before the SMTP dialogue, the lease
runs out and another worker takes the mail; if it dies inside, nobody knows whether the mail left,
and a person settles it. A refusal for now (4xx) is tried again; a refusal for good (5xx) is not.
"""

import email.policy
import os
import smtplib
import socket
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, mailers, make_msgid
from django.db import transaction
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.utils import timezone

from essaim.accounts.actions.journal import advance
from essaim.accounts.models import OutboxMail
from essaim.base.smtp import OutcomeUnknown
from essaim.base.states import StateChanged, move

LEASE = timedelta(minutes=5)
MOST_TRIES = 48
Status = OutboxMail.Status


class OutboxMessage(EmailMultiAlternatives):
    """A message whose header lines may be as long as RFC 5322 allows.

    At the usual 78 characters Python encodes a word it cannot cut (RFC 2047): the address of
    List-Unsubscribe (RFC 8058) would no longer be one that a mail provider can post to.
    """

    def message(self, *, policy=email.policy.default):
        return super().message(policy=policy.clone(max_line_length=998))


def enqueue_mail(
    *,
    kind: str,
    ref: str,
    recipient: str,
    template: str,
    context: dict,
    version: int = 1,
    headers: dict | None = None,
) -> OutboxMail:
    """Write one mail to the outbox, to be called inside the transaction of the act it tells.

    ``template`` names ``<app>/mails/<name>`` without suffix: the first line of its .txt is the
    subject, the rest the text (not HTML: nothing is escaped there, and the HTML part is made from
    it). The same (kind, ref, recipient, version) is never written twice.
    """
    full = Context({"site_url": settings.SITE_URL, **context}, autoescape=False)
    source = get_template(f"{template}.txt").template  # type: ignore[attr-defined]
    subject, _newline, text = source.render(full).strip().partition("\n")
    subject, text = " ".join(subject.split())[:250], text.strip() + "\n"
    mail, _is_new = OutboxMail.objects.get_or_create(
        kind=kind,
        ref=ref,
        recipient=recipient.strip().lower(),
        version=version,
        defaults={
            "subject": subject,
            "text": text,
            "html": render_to_string("mails/base.html", {"subject": subject, "text": text}),
            "headers": headers or {},
            "message_id": make_msgid(domain="essaim"),
        },
    )
    return mail


def deliver_due(limit: int = 20) -> int:
    """Send the mails that are due, one claim per mail; returns how many left. No request waits for this.

    Raises OSError when the relay cannot be reached: nothing is claimed then, no try is counted.
    """
    _set_aside_interrupted()
    due = list(OutboxMail.objects.due(timezone.now())[:limit])
    relay = mailers.default
    sent = 0
    try:
        for mail in due:
            relay.open()
            sent += _deliver(mail, relay)
    finally:
        _hang_up(relay)
    return sent


def _set_aside_interrupted() -> None:
    """A mail whose worker died inside the dialogue may have left: a person must settle it."""
    interrupted = OutboxMail.objects.filter(status=Status.SENDING, lease_until__lt=timezone.now())
    interrupted.update(status=Status.UNKNOWN)


def _deliver(mail: OutboxMail, relay) -> bool:
    if not _claim(mail):
        return False
    try:
        move(mail, Status.SENDING, lease_until=timezone.now() + LEASE)
        relay.send_messages([_message(mail)])
    except StateChanged:  # the lease ran out meanwhile: the mail is another worker's
        return False
    except OutcomeUnknown as error:
        _hang_up(relay)
        _settle(mail, Status.UNKNOWN, last_error=str(error)[:500])
        return False
    except OSError as error:  # smtplib's errors are OSErrors
        _hang_up(relay)
        _retry_or_stop(mail, error)
        return False
    except ValueError as error:  # a header or an address that no relay would take
        _settle(mail, Status.FAILED, last_error=str(error)[:500])
        return False
    _settle(mail, Status.SENT, sent_at=timezone.now(), last_error="")
    return True


def _claim(mail: OutboxMail) -> bool:
    """Take a mail for this worker, unless it was taken since it was read."""
    as_read = OutboxMail.objects.filter(
        pk=mail.pk, status=mail.status, lease_until=mail.lease_until, tries=mail.tries
    )
    claim = {
        "status": Status.CLAIMED,
        "worker": f"{socket.gethostname()}:{os.getpid()}"[:80],
        "lease_until": timezone.now() + LEASE,
        "tries": mail.tries + 1,
    }
    if not as_read.update(**claim):
        return False
    for name, value in claim.items():
        setattr(mail, name, value)
    return True


def _message(mail: OutboxMail) -> OutboxMessage:
    headers = {"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated", **mail.headers}
    message = OutboxMessage(mail.subject, mail.text, to=[mail.recipient], headers=headers)
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message


def _settle(mail: OutboxMail, to: str, **changes) -> None:
    """Write the outcome. A dialogue longer than its lease was set aside as unknown: now it is known."""
    try:
        move(mail, to, **changes)
    except StateChanged:
        mail.refresh_from_db()
        if mail.status == Status.UNKNOWN and to == Status.SENT:
            move(mail, to, **changes)


def _retry_or_stop(mail: OutboxMail, error: OSError) -> None:
    """5xx is final; anything else is tried again, later and later, at most MOST_TRIES times."""
    is_final = 500 <= _reply_code(error) < 600 or mail.tries >= MOST_TRIES
    wait = timedelta(minutes=min(5, 2**mail.tries / 4))
    _settle(
        mail,
        Status.FAILED if is_final else Status.QUEUED,
        due_at=timezone.now() + wait,
        last_error=str(error)[:500],
        lease_until=None,
    )


def _reply_code(error: OSError) -> int:
    """The SMTP reply that an error carries, 0 when the relay said nothing."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return next(iter(error.recipients.values()))[0]
    return getattr(error, "smtp_code", 0)


def _hang_up(relay) -> None:
    """Close the connection; what the relay answers to our goodbye changes nothing."""
    try:
        relay.close()
    except OSError:
        relay.connection = None


@transaction.atomic
def resend_mail(mail: OutboxMail, by) -> None:
    """Put back in the queue a mail that was refused, or whose outcome is unknown."""
    advance(mail, Status.QUEUED, by=by, due_at=timezone.now(), lease_until=None, tries=0)


@transaction.atomic
def cancel_mail(mail: OutboxMail, by) -> None:
    """Withdraw a mail that has not left."""
    advance(mail, Status.CANCELLED, by=by, lease_until=None)


@transaction.atomic
def confirm_mail(mail: OutboxMail, by) -> None:
    """Settle an unknown outcome: the relay's own log shows that the mail left."""
    advance(mail, Status.SENT, by=by, sent_at=timezone.now(), lease_until=None)
