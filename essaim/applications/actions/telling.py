"""Who is told that a call gives more time: every author of a draft, or the person named."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from essaim.accounts.models import OutboxMail
from essaim.applications.emails import mail_extension
from essaim.applications.models import Application, Member
from essaim.base.ids import reference
from essaim.calls.models import Extension

BATCH = 50
# After that, an extension nobody was told of is no news any more.
WORTH_TELLING = timedelta(days=7)


def tell_extensions() -> int:
    """Write to those whom a recent extension concerns, fifty at most a turn: how many.

    Each person once per extension. One that another has replaced since is not told.
    """
    later = Extension.objects.filter(
        call=OuterRef("call"), closed_at=OuterRef("closes_at"), email=""
    )
    recent = Extension.objects.filter(granted_at__gt=timezone.now() - WORTH_TELLING)
    for extension in recent.exclude(Exists(later)).select_related("call__programme").order_by("pk"):
        if told := _tell(extension):
            return told
    return 0


@transaction.atomic
def _tell(extension: Extension) -> int:
    waiting = _untold(extension)
    for address, application in list(waiting.items())[:BATCH]:
        mail_extension(extension, address, application)
    return min(len(waiting), BATCH)


def _untold(extension: Extension) -> dict[str, Application | None]:
    """The addresses to write to, each with a draft of theirs (None: not started yet)."""
    told = OutboxMail.objects.filter(kind="extension", ref=reference(extension))
    already = told.values("recipient")
    drafts = Application.objects.filter(
        call=extension.call,
        status__in=Application.UNSUBMITTED,
        created_at__lte=extension.granted_at,
    )
    if extension.email:
        drafts = drafts.filter(owner__email=extension.email)
    owned = drafts.exclude(owner__email__in=already).select_related("owner", "call")
    joined = Member.objects.filter(application__in=drafts, accepted_at__isnull=False)
    joined = joined.exclude(user__email__in=already).select_related("user", "application__call")
    found: dict[str, Application | None] = {}
    if extension.email and not told.filter(recipient=extension.email).exists():
        found[extension.email] = None
    found |= {member.user.email: member.application for member in joined[:BATCH]}
    return found | {draft.owner.email: draft for draft in owned[:BATCH]}
