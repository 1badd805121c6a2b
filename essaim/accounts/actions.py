"""What every later app's actions build on: the log, the outbox, personal links."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, make_msgid
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from essaim.accounts.models import LogEntry, MailLink, Membership, OutboxMail, User
from essaim.base.exceptions import LinkNotValid
from essaim.base.ids import reference
from essaim.base.states import move

LEASE = timedelta(minutes=5)
MOST_TRIES = 48


def log(obj, verb: str, *, by=None, note: str = "", before: str = "", after: str = "") -> LogEntry:
    """Write one act in the journal. ``by`` is a User, a label (« direction : a@b.fr ») or None for the system."""
    is_user = isinstance(by, User)
    return LogEntry.objects.create(
        actor=by if is_user else None,
        actor_label=str(by) if by else str(_("Essaim")),
        verb=verb,
        ref=reference(obj),
        label=str(obj)[:300],
        before=before,
        after=after,
        note=note,
    )


@transaction.atomic
def advance(obj, to: str, *, by=None, note: str = "", **changes) -> LogEntry:
    """Pass ``obj`` to state ``to`` (see base.states.move) and write the passage in the journal."""
    before = move(obj, to, **changes)
    return log(obj, "move", by=by, note=note, before=before, after=to)


def join_organisation(user: User, organisation, position: str = "") -> Membership:
    """Record that a person works for an organisation; a position already known is kept."""
    membership, _is_new = Membership.objects.get_or_create(
        user=user, organisation=organisation, defaults={"position": position}
    )
    return membership


def find_or_invite(email: str, name: str = "") -> User:
    """The account of this address, opened without password when there is none yet."""
    user, _is_new = User.objects.get_or_create(email=email.strip().lower(), defaults={"name": name})
    return user


def open_link(obj, purpose: str, email: str, *, lasts: timedelta) -> str:
    """A fresh token for a mailed link; earlier links of the same object, purpose and address are revoked.

    Returns the token (43 characters); only its SHA-256 stays here.
    """
    now = timezone.now()
    same = MailLink.objects.filter(ref=reference(obj), purpose=purpose, email=email, used_at=None)
    same.update(revoked_at=now)
    token = secrets.token_urlsafe(32)
    MailLink.objects.create(
        purpose=purpose,
        ref=reference(obj),
        email=email,
        token_sha256=_digest(token),
        expires_at=now + lasts,
    )
    return token


def read_link(token: str, purpose: str) -> MailLink:
    """The live link of a token. Looking never consumes it.

    Raises LinkNotValid (410) with the reason: unknown, replaced, used or expired.
    """
    link = MailLink.objects.filter(token_sha256=_digest(token), purpose=purpose).first()
    if link is None:
        raise LinkNotValid(
            _("Ce lien n’est pas valable. Reprenez-le en entier dans le dernier message reçu.")
        )
    if link.revoked_at:
        raise LinkNotValid(
            _("Ce lien a été remplacé ou annulé. Utilisez celui du dernier message reçu.")
        )
    if link.used_at:
        raise LinkNotValid(_("Ce lien a déjà servi. Rien de plus n’est attendu de vous."))
    if link.expires_at < timezone.now():
        raise LinkNotValid(
            _(
                "Ce lien a expiré. Demandez à la personne qui vous a écrit de vous en envoyer un autre."
            )
        )
    return link


def use_link(link: MailLink) -> None:
    """Consume a link; of two simultaneous uses only one wins. Raises LinkNotValid for the other."""
    if not MailLink.objects.filter(pk=link.pk, used_at=None).update(used_at=timezone.now()):
        raise LinkNotValid(_("Ce lien a déjà servi. Rien de plus n’est attendu de vous."))


def revoke_links(obj, purpose: str) -> None:
    """Make the unused links of an object unusable."""
    unused = MailLink.objects.filter(ref=reference(obj), purpose=purpose, used_at=None)
    unused.update(revoked_at=timezone.now())


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def enqueue_mail(
    *,
    kind: str,
    ref: str,
    recipient: str,
    template: str,
    context: dict,
    version: int = 1,
    headers=None,
) -> OutboxMail:
    """Write one mail to the outbox, to be called inside the transaction of the act it tells.

    ``template`` names ``<app>/mails/<name>`` without suffix: the first line of its .txt is the
    subject, the rest the text. The same (kind, ref, recipient, version) is never written twice.
    """
    full = {"site_url": settings.SITE_URL, **context}
    subject, _newline, text = render_to_string(f"{template}.txt", full).strip().partition("\n")
    text = text.strip() + "\n"
    mail, _is_new = OutboxMail.objects.get_or_create(
        kind=kind,
        ref=ref,
        recipient=recipient.strip().lower(),
        version=version,
        defaults={
            "subject": " ".join(subject.split())[:250],
            "text": text,
            "html": render_to_string("mails/base.html", {"subject": subject, "text": text}),
            "headers": headers or {},
            "message_id": make_msgid(domain="essaim"),
        },
    )
    return mail


def deliver_due(limit: int = 50) -> int:
    """Send the mails that are due, one claim per mail; returns how many left. No request waits for this."""
    _settle_interrupted()
    sent = 0
    for mail in OutboxMail.objects.due(timezone.now())[:limit]:
        sent += _deliver(mail)
    return sent


def _settle_interrupted() -> None:
    """A mail whose worker died inside the dialogue may have left: a person must settle it."""
    OutboxMail.objects.filter(
        status=OutboxMail.Status.SENDING, lease_until__lt=timezone.now()
    ).update(status=OutboxMail.Status.UNKNOWN)


def _deliver(mail: OutboxMail) -> bool:
    now = timezone.now()
    claim = OutboxMail.objects.filter(pk=mail.pk, status=mail.status, lease_until=mail.lease_until)
    if not claim.update(
        status=OutboxMail.Status.CLAIMED, lease_until=now + LEASE, tries=mail.tries + 1
    ):
        return False
    mail.refresh_from_db()
    move(mail, OutboxMail.Status.SENDING)
    message = EmailMultiAlternatives(
        mail.subject,
        mail.text,
        to=[mail.recipient],
        headers={"Message-ID": mail.message_id, **mail.headers},
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    try:
        message.send()
    except OSError as error:  # smtplib's errors are OSErrors
        _retry_or_stop(mail, error)
        return False
    move(mail, OutboxMail.Status.SENT, sent_at=timezone.now(), last_error="")
    return True


def _retry_or_stop(mail: OutboxMail, error: OSError) -> None:
    """5xx is final; anything else is tried again, later and later, at most MOST_TRIES times."""
    code = getattr(error, "smtp_code", 0)
    stop = 500 <= code < 600 or mail.tries >= MOST_TRIES
    wait = timedelta(minutes=min(5, 2**mail.tries / 4))
    move(
        mail,
        OutboxMail.Status.FAILED if stop else OutboxMail.Status.QUEUED,
        due_at=timezone.now() + wait,
        last_error=str(error)[:500],
        lease_until=None,
    )
