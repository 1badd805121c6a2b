"""The address to which a mail about a file may be answered, where the site receives mail."""

from datetime import timedelta

from django.conf import settings

from essaim.accounts.actions import repeat_link

PURPOSE = "reply"
REPLIES_LAST = timedelta(days=365)


def reply_headers(application, recipient: str) -> dict[str, str]:
    """« Reply-To: reponses+<token>@… », bound to this file and this person; nothing without setting."""
    if not settings.REPLY_ADDRESS:
        return {}
    local, _at, domain = settings.REPLY_ADDRESS.partition("@")
    token = repeat_link(application, PURPOSE, recipient, lasts=REPLIES_LAST)
    return {"Reply-To": f"{local}+{token}@{domain}"}
