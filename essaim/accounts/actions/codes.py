"""Six digits sent to the mailbox that a link was sent to: whoever acts reads that mailbox now.

A mailed link may be forwarded, or opened by a machine; the code is asked again at the moment of
the act. Only a keyed hash of it stays here. NIST SP 800-63B § 5.1.3 and ASVS 6.5.5: ten minutes,
five tries.
"""

import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from essaim.accounts.actions.outbox import enqueue_mail
from essaim.accounts.models import MailCode
from essaim.base.exceptions import RuleBroken
from essaim.base.ids import reference

MOST_CODES = 3
WITHIN = timedelta(hours=1)


class CodeRefused(RuleBroken):
    """The code typed is not the live one; the sentence says why and what to do."""

    status = 422


class TooManyCodes(RuleBroken):
    """No other code leaves for this object and this address before an hour has passed."""

    status = 429
    sentence = gettext_lazy(
        "Trois codes ont déjà été envoyés depuis une heure. Utilisez le dernier reçu, regardez dans "
        "les messages indésirables, ou revenez dans une heure."
    )


@transaction.atomic
def send_code(obj, purpose: str, email: str, what: str) -> MailCode:
    """Mail six fresh digits; an earlier code for the same object, purpose and address dies.

    ``what`` says in the mail what the code is for, after « pour ». At most MOST_CODES an hour for
    one object and one address, whatever the purpose. Raises TooManyCodes.
    """
    now, email = timezone.now(), email.strip().lower()
    sent = MailCode.objects.filter(ref=reference(obj), email=email)
    if sent.filter(created_at__gt=now - WITHIN).count() >= MOST_CODES:
        raise TooManyCodes()
    sent.filter(purpose=purpose, used_at=None, expires_at__gt=now).update(expires_at=now)
    digits = f"{secrets.randbelow(10**6):06d}"
    code = MailCode.objects.create(
        purpose=purpose,
        ref=reference(obj),
        email=email,
        code_hash=_hash(obj, purpose, email, digits),
        created_at=now,
        expires_at=now + MailCode.LASTS,
    )
    enqueue_mail(
        kind="mail_code",
        ref=reference(code),
        recipient=email,
        template="accounts/mails/mail_code",
        context={"code": digits, "what": what, "minutes": MailCode.LASTS.seconds // 60},
    )
    return code


def check_code(obj, purpose: str, email: str, typed: str) -> MailCode:
    """The live code, if these are its digits (spaces are nothing). Each call counts as one try.

    To be called outside the transaction of the act, so that a wrong try stays counted; the act
    then consumes the code with use_code. Raises CodeRefused: none asked, expired, tried too often
    or wrong.
    """
    email = email.strip().lower()
    codes = MailCode.objects.filter(ref=reference(obj), purpose=purpose, email=email)
    code = codes.filter(used_at=None).first()
    if code is None:
        raise CodeRefused(_("Aucun code n’attend d’être utilisé : demandez-en un."))
    if code.expires_at <= timezone.now():
        raise CodeRefused(
            _("Ce code a plus de dix minutes : il ne vaut plus. Demandez-en un autre.")
        )
    tries_left = MailCode.objects.filter(pk=code.pk, tries__lt=MailCode.MOST_TRIES)
    if not tries_left.update(tries=F("tries") + 1):
        raise CodeRefused(_("Cinq essais faux : ce code ne vaut plus. Demandez-en un autre."))
    if not constant_time_compare(code.code_hash, _hash(obj, purpose, email, typed)):
        code.refresh_from_db(fields=["tries"])
        raise CodeRefused(_wrong(MailCode.MOST_TRIES - code.tries))
    return code


def use_code(code: MailCode) -> None:
    """Consume a code that was checked; of two simultaneous uses only one wins."""
    if not MailCode.objects.filter(pk=code.pk, used_at=None).update(used_at=timezone.now()):
        raise CodeRefused(_("Ce code a déjà servi."))


def _wrong(left: int) -> str:
    if not left:
        return _("Ce code n’est pas le bon, et c’était le dernier essai. Demandez un autre code.")
    sentence = ngettext(
        "Ce code n’est pas le bon : comparez-le au dernier message reçu. Il reste un essai.",
        "Ce code n’est pas le bon : comparez-le au dernier message reçu. Il reste {n} essais.",
        left,
    )
    return sentence.format(n=left)


def _hash(obj, purpose: str, email: str, digits: str) -> str:
    """Keyed by the installation's secret: the table alone does not tell the digits."""
    said = "|".join([reference(obj), purpose, email, "".join(digits.split())])
    return salted_hmac("essaim.accounts.MailCode", said, algorithm="sha256").hexdigest()
