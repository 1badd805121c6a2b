"""What is waiting in the outbox, as its reader would open it."""

import re

from essaim.accounts.models import OutboxMail


def last_mail(kind: str) -> OutboxMail:
    return OutboxMail.objects.filter(kind=kind).latest("pk")


def link_in(kind: str) -> str:
    """The token of the link in the last mail of this kind."""
    return re.search(r"/([\w-]{43})/", last_mail(kind).text).group(1)


def recipients(kind: str) -> list[str]:
    return sorted(OutboxMail.objects.filter(kind=kind).values_list("recipient", flat=True))


def code_in_mail() -> str:
    """The six digits of the last code mailed to someone who acts from a link."""
    return re.match(r"\d{6}", last_mail("mail_code").subject).group()
