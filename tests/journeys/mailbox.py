"""The mails as their readers receive them: what is due leaves, then they open the last one."""

import re
from email.message import EmailMessage
from urllib.parse import urlsplit

from django.core import mail
from django.core.mail import EmailMultiAlternatives

from essaim.accounts.actions import deliver_due


def last_mail(recipient: str, about: str = "") -> EmailMultiAlternatives:
    """The last mail received at this address, its subject containing ``about``."""
    while deliver_due():
        pass
    received = [m for m in mail.outbox if recipient in m.to and about in m.subject]
    assert received, f"Rien reçu par {recipient} au sujet de « {about} »"
    return received[-1]


def code_for(recipient: str) -> str:
    return re.search(r"\b\d{6}\b", last_mail(recipient, "est votre code").subject).group()


def path_in(message: EmailMultiAlternatives, beginning: str = "/") -> str:
    """The path of the first link of the text that begins so."""
    paths = [urlsplit(address).path for address in re.findall(r"https?://\S+", message.body)]
    return next(path for path in paths if path.startswith(beginning))


def header(message: EmailMultiAlternatives, name: str) -> str:
    """A header of the message as it leaves."""
    leaving: EmailMessage = message.message()
    return str(leaving[name])
