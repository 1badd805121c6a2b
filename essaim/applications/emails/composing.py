"""How the mails of this app are written to the outbox, inside the transaction of the act."""

from essaim.accounts.actions import enqueue_mail
from essaim.base.ids import reference


def write(kind: str, obj, recipient: str, *, version: int = 1, headers=None, **context) -> None:
    enqueue_mail(
        kind=kind,
        ref=reference(obj),
        recipient=recipient,
        template=f"applications/mails/{kind}",
        context=context,
        version=version,
        headers=headers,
    )


def authors(application) -> list[str]:
    """The addresses of the owner and of the co-applicants who accepted."""
    joined = application.members.filter(accepted_at__isnull=False).select_related("user")
    return list(dict.fromkeys([application.owner.email, *(member.user.email for member in joined)]))


def base_of(application) -> dict:
    return {
        "application": application,
        "call": application.call,
        "programme": application.call.programme,
        "path": application.get_absolute_url(),
    }
