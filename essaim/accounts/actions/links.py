"""Links sent by mail that let their bearer act once, without an account."""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from essaim.accounts.models import MailLink
from essaim.base.exceptions import LinkNotValid
from essaim.base.ids import reference

UNKNOWN = _("Ce lien n’est pas valable. Reprenez-le en entier dans le dernier message reçu.")
REPLACED = _("Ce lien a été remplacé ou annulé. Utilisez celui du dernier message reçu.")
USED = _("Ce lien a déjà servi. Rien de plus n’est attendu de vous.")
EXPIRED = _(
    "Ce lien a expiré. Demandez à la personne qui vous a écrit de vous en envoyer un autre."
)


class LinkUsed(LinkNotValid):
    """The link has served; ``link`` tells what for, so that a page can say what was answered."""

    sentence = USED

    def __init__(self, link: MailLink):
        super().__init__()
        self.link = link


@transaction.atomic
def open_link(obj, purpose: str, email: str, *, lasts: timedelta) -> str:
    """A fresh token for a mailed link; earlier links of the same object, purpose and address are revoked.

    Returns the token (43 characters); only its SHA-256 stays here.
    """
    _live(reference(obj), purpose, email).update(revoked_at=timezone.now())
    return repeat_link(obj, purpose, email, lasts=lasts)


def repeat_link(obj, purpose: str, email: str, *, lasts: timedelta) -> str:
    """One more token for a reminder: the links already mailed keep working, until one is used."""
    now = timezone.now()
    token = secrets.token_urlsafe(32)
    MailLink.objects.create(
        purpose=purpose,
        ref=reference(obj),
        email=email.strip().lower(),
        token_sha256=_digest(token),
        created_at=now,
        expires_at=now + lasts,
    )
    return token


def read_link(token: str, purpose: str) -> MailLink:
    """The live link of a token. Looking never consumes it.

    Raises LinkNotValid (410) with the reason: unknown, used, replaced or expired.
    """
    link = MailLink.objects.filter(token_sha256=_digest(token), purpose=purpose).first()
    if link is None:
        raise LinkNotValid(UNKNOWN)
    if link.used_at:
        raise LinkUsed(link)
    if link.revoked_at:
        raise LinkNotValid(REPLACED)
    if link.expires_at <= timezone.now():
        raise LinkNotValid(EXPIRED)
    return link


@transaction.atomic
def use_link(link: MailLink) -> None:
    """Consume a link, and its repetitions with it; of two simultaneous uses only one wins.

    Raises LinkNotValid for the other.
    """
    now = timezone.now()
    unused = MailLink.objects.filter(pk=link.pk, used_at=None, revoked_at=None)
    if not unused.update(used_at=now):
        raise LinkUsed(link)
    _live(link.ref, link.purpose, link.email).update(used_at=now)


def revoke_links(obj, purpose: str) -> None:
    """Make the unused links of an object unusable."""
    links = MailLink.objects.filter(ref=reference(obj), purpose=purpose)
    links.filter(used_at=None, revoked_at=None).update(revoked_at=timezone.now())


def _live(ref: str, purpose: str, email: str):
    links = MailLink.objects.filter(ref=ref, purpose=purpose, email=email.strip().lower())
    return links.filter(used_at=None, revoked_at=None)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
