"""A draft that is not deposited: its authors are reminded before the closing, and find it again."""

from contextlib import suppress
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from essaim.accounts.actions import cancel_mail
from essaim.accounts.models import OutboxMail
from essaim.applications.emails import mail_draft_reminder, mail_resume_link, reminder_version
from essaim.applications.exceptions import AlreadyDeposited
from essaim.applications.models import Application
from essaim.applications.readiness import Readiness
from essaim.base.ids import reference
from essaim.base.states import StateChanged
from essaim.calls.models import Call

# Days before the closing; a reminder that could not leave within a day of its moment is dropped.
DAYS = (7, 2, 1)
LASTS = timedelta(days=1)
YOUNGEST = timedelta(days=1)
BATCH = 50


def remind_drafts() -> int:
    """Write to the authors of the drafts that end in seven, two or one day: how many drafts.

    Each once per closing: an extension makes another closing, with its own reminders. A draft
    less than a day old is left alone.
    """
    now = timezone.now()
    due = [(draft, days) for draft in _drafts(now) if (days := _days_to_tell(draft, now))]
    versions = {draft.pk: reminder_version(draft.closing_at, days) for draft, days in due}
    mails = OutboxMail.objects.filter(kind="draft_reminder", version__in=set(versions.values()))
    told = set(mails.values_list("ref", "version"))
    untold = [
        (draft, days) for draft, days in due if (reference(draft), versions[draft.pk]) not in told
    ]
    return sum(_remind(draft, days) for draft, days in untold[:BATCH])


def _drafts(now: datetime):
    old_enough = Application.objects.filter(
        status__in=Application.UNSUBMITTED, created_at__lte=now - YOUNGEST
    )
    running = old_enough.filter(call__status=Call.Status.PUBLISHED, call__results_at=None)
    related = running.select_related("call__programme", "owner", "organisation", "question_set")
    return related.prefetch_related("call__waves", "call__extensions").order_by("pk")


def _days_to_tell(draft: Application, now: datetime) -> int:
    """7, 2 or 1 when that reminder is due at ``now``, 0 otherwise.

    Not for a moment that had passed when an extension set the closing: its own mail told it.
    """
    closing_at = draft.closing_at
    if draft.phase != Call.Phase.OPEN or closing_at is None:
        return 0
    told_at = [
        extension.granted_at
        for extension in draft.call.extensions.all()
        if extension.closes_at == closing_at and extension.email in ("", *draft.timed_for)
    ]
    for days in DAYS:
        moment = closing_at - timedelta(days=days)
        if moment <= now < moment + LASTS and all(moment > told for told in told_at):
            return days
    return 0


@transaction.atomic
def _remind(draft: Application, days: int) -> bool:
    """False when it was deposited or withdrawn in between."""
    held = Application.objects.select_for_update(no_key=True).filter(pk=draft.pk)
    if not held.filter(status__in=Application.UNSUBMITTED):
        return False
    mail_draft_reminder(draft, draft.closing_at, days, Readiness(draft).missing)
    return True


def drop_reminders(application: Application, by) -> None:
    """What says « not deposited » and has not left yet no longer leaves."""
    waiting = OutboxMail.objects.filter(
        kind="draft_reminder", ref=reference(application), status=OutboxMail.Status.QUEUED
    )
    for mail in waiting:
        with suppress(StateChanged):  # a worker has it in hand: too late
            cancel_mail(mail, by)


@transaction.atomic
def send_resume_link(application: Application, by) -> None:
    """Mail to an author, at their own address, the way back to the draft; signing in is still
    asked. Raises AlreadyDeposited.
    """
    if not application.is_editable:
        raise AlreadyDeposited()
    mail_resume_link(application, by, timezone.now())
