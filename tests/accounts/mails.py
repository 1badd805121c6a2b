"""A mail in the outbox, the smallest there is; and a code that no mail holds."""

from essaim.accounts import actions
from essaim.accounts.models import OutboxMail


def wrong(digits: str) -> str:
    """Another code than the one that was mailed."""
    return f"{(int(digits) + 1) % 10**6:06d}"


def write(recipient="a@mairie.fr", **changes) -> OutboxMail:
    known = {
        "kind": "sign_in_code",
        "ref": "essai:1",
        "recipient": recipient,
        "template": "accounts/mails/sign_in_code",
        "context": {"code": "123456", "minutes": 10},
    }
    return actions.enqueue_mail(**{**known, **changes})
