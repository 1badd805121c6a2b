"""The comments of a jury, kept as long as its panel says, then erased by the worker."""

from calendar import monthrange
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from essaim.accounts.actions import log
from essaim.jury.models import Grade, Panel, ResultVersion, Review


def erasure_of(panel: Panel) -> datetime | None:
    """When the comments of this jury are erased: so many months after its last results. None without
    a rule, or before any result.
    """
    first = ResultVersion.objects.filter(session__panel=panel, number=1)
    last = first.order_by("-made_at").first()
    if panel.comments_kept_months is None or last is None:
        return None
    return _months_after(last.made_at, panel.comments_kept_months)


def _months_after(moment: datetime, months: int) -> datetime:
    """The same day ``months`` later, or the last day of a shorter month."""
    years, month = divmod(moment.month - 1 + months, 12)
    year, month = moment.year + years, month + 1
    return moment.replace(year=year, month=month, day=min(moment.day, monthrange(year, month)[1]))


def erase_due_comments() -> int:
    """Erase the comments, questions and reasons of marks of the juries whose time is over; marks and
    minutes stay. Returns how many juries.
    """
    ruled = Panel.objects.filter(comments_kept_months__isnull=False, comments_erased_at=None)
    now = timezone.now()
    due = [panel for panel in ruled if (erasure_of(panel) or now) < now]
    return sum(_erase(panel) for panel in due)


@transaction.atomic
def _erase(panel: Panel) -> bool:
    rows = Panel.objects.filter(pk=panel.pk, comments_erased_at=None)
    if not rows.update(comments_erased_at=timezone.now()):
        return False
    reviews = Review.objects.filter(assignment__juror__panel=panel)
    Grade.objects.filter(review__in=reviews).update(reason="")
    number = reviews.update(comment="", questions="")
    log(panel, "erase_comments", note=str(number))
    return True
