"""How long a programme usually takes to answer, told to those who wait, as percentiles.

Half of the files had their answer in so many days, nine in ten in so many: a mean would hide the
slow ones. The time during which the applicant was asked for something does not count.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.db.models import F, Min
from django.db.models.functions import Coalesce, Least
from django.utils.translation import ngettext

from essaim.applications.models import Application, InfoRequest
from essaim.calls.models import Call

LEAST_FILES = 10
MOST_FILES = 500
Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Usual:
    """Whole days, rounded up: half of ``files`` past files had their answer in ``half`` of them."""

    half: int
    nine_in_ten: int
    files: int

    @property
    def half_label(self) -> str:
        return _days_label(self.half)

    @property
    def nine_label(self) -> str:
        return _days_label(self.nine_in_ten)


def _days_label(days: int) -> str:
    return ngettext("{n} jour", "{n} jours", days).format(n=days)


@dataclass(frozen=True)
class Delays:
    """None: too few past files to say anything."""

    decision: Usual | None
    outcome: Usual | None


def percentile(values: Sequence, share: float):
    """The smallest of the values such that at least this share (0 < share ≤ 1) are not above it:
    the « nearest rank » of NIST (Engineering Statistics Handbook, 7.2.6.2). Raises ValueError
    without values.
    """
    if not values:
        raise ValueError("No values.")
    return sorted(values)[ceil(share * len(values)) - 1]


def running_time(start: datetime, end: datetime, suspensions: Iterable[Span]) -> timedelta:
    """From start to end, less what the suspensions cover of it; overlaps count once."""
    suspended, reached = timedelta(0), start
    for asked, answered in sorted(suspensions):
        asked, answered = max(asked, reached), min(answered, end)
        if asked < answered:
            suspended += answered - asked
            reached = answered
    return end - start - suspended


def usual(times: Sequence[timedelta]) -> Usual | None:
    """None under LEAST_FILES: a few files say nothing, and would tell of one another."""
    if len(times) < LEAST_FILES:
        return None
    days = [ceil(max(time, timedelta(hours=1)) / timedelta(days=1)) for time in times]
    return Usual(percentile(days, 0.5), percentile(days, 0.9), len(days))


def usual_delays(call: Call) -> Delays:
    """Of the last MOST_FILES files that the programme of this call received here and decided of.

    Files imported from elsewhere do not count, nor a demonstration outside a demonstration. Two
    queries.
    """
    files = Application.objects.deposited().filter(
        call__programme=call.programme_id,
        call__is_demonstration=call.is_demonstration,
        source=Application.Source.ESSAIM,
    )
    known = files.annotate(
        decided_at=Min("admissibility_checks__checked_at"),
        told_at=Coalesce(F("wave__results_at"), F("call__results_at")),
    )
    past = known.filter(decided_at__isnull=False).order_by("-submitted_at")[:MOST_FILES]
    rows = list(past.values_list("pk", "submitted_at", "decided_at", "told_at"))
    asked = suspensions([pk for pk, *_dates in rows])
    decided = [
        running_time(sent, decision, asked.get(pk, ())) for pk, sent, decision, _told in rows
    ]
    told = [
        running_time(sent, results, asked.get(pk, ()))
        for pk, sent, _decision, results in rows
        if results and results > sent
    ]
    return Delays(usual(decided), usual(told))


def suspensions(keys: list[int]) -> dict[int, list[Span]]:
    """Application → while an answer was awaited: from the request to the answer or, without one, to
    its closing or its due date, whichever came first.
    """
    found: dict[int, list[Span]] = {}
    requests = InfoRequest.objects.filter(application__in=keys)
    ends = requests.annotate(ended=Coalesce("answered_at", Least("closed_at", "due_at"), "due_at"))
    for key, asked, ended in ends.values_list("application", "asked_at", "ended"):
        found.setdefault(key, []).append((asked, ended))
    return found
