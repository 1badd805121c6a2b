"""Jurors with something left to do are reminded before the date of the reviews, without a click."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from essaim.accounts.models import OutboxMail
from essaim.applications.emails import reminder_version
from essaim.base.ids import reference
from essaim.jury import emails
from essaim.jury.models import Panel
from essaim.jury.progress import JurorLine, juror_lines

# Days before the date; a reminder that could not leave within a day of its moment is dropped.
DAYS = (7, 2, 1)
LASTS = timedelta(days=1)


def remind_due_jurors() -> int:
    """Write to the jurors whose reviews are due in seven, two or one day: how many mails. One for
    all that a juror has left; a date that moves makes new reminders."""
    now = timezone.now()
    soon = Panel.objects.filter(
        reviews_due_at__gt=now, reviews_due_at__lte=now + timedelta(days=max(DAYS))
    )
    return sum(_remind(panel, now) for panel in soon.filter(call__results_at=None))


def _remind(panel: Panel, now: datetime) -> int:
    days = next((d for d in DAYS if _is_moment(panel, d, now)), None)
    if days is None:
        return 0
    version = reminder_version(panel.reviews_due_at, days)
    told = OutboxMail.objects.filter(kind="juror_reminder", version=version)
    known = set(told.values_list("ref", flat=True))
    due = [line for line in juror_lines(panel) if _is_due(line, panel, days)]
    new = [line for line in due if reference(line.juror) not in known]
    with transaction.atomic():
        for line in new:
            emails.remind(line, version=version)
    return len(new)


def _is_moment(panel: Panel, days: int, now: datetime) -> bool:
    moment = panel.reviews_due_at - timedelta(days=days)
    return moment <= now < moment + LASTS


def _is_due(line: JurorLine, panel: Panel, days: int) -> bool:
    """Not to who was invited after that moment: the invitation said it all."""
    moment = panel.reviews_due_at - timedelta(days=days)
    return line.has_something_left and line.juror.invited_at < moment
