"""What a date makes due: a draft not deposited yet, more time given, the way back to a draft."""

from essaim.applications.emails.composing import base_of, write
from essaim.applications.models import Member

RESUME_LINK_EVERY_SECONDS = 600


def writers(application) -> list[str]:
    """The addresses of the owner and of the co-applicants who may write."""
    joined = application.members.filter(accepted_at__isnull=False, right=Member.Right.WRITE)
    others = joined.order_by("pk").values_list("user__email", flat=True)
    return list(dict.fromkeys([application.owner.email, *others]))


def mail_draft_reminder(application, closing_at, days: int, missing: list[str]) -> None:
    """Once per closing and number of days left; a closing that moves makes another one."""
    context = {**base_of(application), "closing_at": closing_at, "days": days, "missing": missing}
    for address in writers(application):
        write(
            "draft_reminder",
            application,
            address,
            version=reminder_version(closing_at, days),
            **context,
        )


def reminder_version(closing_at, days: int) -> int:
    """A number of its own for each closing, to the minute, and number of days left (below 10)."""
    return int(closing_at.timestamp()) // 60 * 10 + days


def mail_extension(extension, address: str, application=None) -> None:
    """Once per extension and person; ``application`` is their draft, if they have one."""
    call = extension.call
    context = {"extension": extension, "application": application, "call": call}
    path = application.get_absolute_url() if application else call.get_absolute_url()
    write("extension", extension, address, **context, programme=call.programme, path=path)


def mail_resume_link(application, person, now) -> None:
    """At most one every ten minutes, however often it is asked."""
    version = int(now.timestamp()) // RESUME_LINK_EVERY_SECONDS
    write("resume_link", application, person.email, version=version, **base_of(application))
