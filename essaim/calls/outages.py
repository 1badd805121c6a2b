"""When the site did not answer, read from the heartbeats that the worker writes each minute.

An outage is a gap of more than five minutes between two heartbeats. Before the first one and after
the last one nothing is known: no outage is made out of that.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from essaim.accounts.models import Heartbeat
from essaim.calls.models import Call, Closing, Extension, Wave

TOLERATED = timedelta(minutes=5)
LOOKED_AT = timedelta(hours=2)
QUARTER = timedelta(minutes=15)
# How long after its closing a wave may still be given the time that its candidates lost.
REMEMBERED = timedelta(days=1)


@dataclass(frozen=True)
class Outage:
    began_at: datetime
    ended_at: datetime

    @property
    def length(self) -> timedelta:
        return self.ended_at - self.began_at


@dataclass(frozen=True)
class Proposal:
    """The time to give back for these outages, and the closing it leads to."""

    outages: list[Outage]
    length: timedelta
    closing: Closing
    closes_at: datetime

    @property
    def length_minutes(self) -> int:
        return int(self.length.total_seconds() // 60)


def outages(beats: Iterable[datetime]) -> list[Outage]:
    """The gaps of more than five minutes between moments given in order."""
    gaps = (Outage(before, after) for before, after in pairwise(beats))
    return [gap for gap in gaps if gap.length > TOLERATED]


def rounded_up(length: timedelta, step: timedelta = QUARTER) -> timedelta:
    """To the next quarter of an hour: 20 minutes give 30."""
    return -(-length // step) * step


def proposal(call: Call, now: datetime) -> Proposal | None:
    """The extension to propose: the site failed in the two hours before a closing, or before now,
    and no extension has given that time back yet. None when there is nothing to propose.
    """
    if call.status != Call.Status.PUBLISHED or call.results_at or call.opens_at > now:
        return None
    given = call.extensions.filter(kind=Extension.Kind.OUTAGE).first()
    for closing in _closings_concerned(call, now):
        until = min(now, closing.at)
        found = [
            outage
            for outage in outages(_beats(until - LOOKED_AT, now))
            if outage.began_at < until and not (given and outage.ended_at <= given.granted_at)
        ]
        if found:
            return _proposed(found, closing, now)
    return None


def _closings_concerned(call: Call, now: datetime) -> list[Closing]:
    """The one passed lately, if any, then the next one."""
    closings = call.closings()
    if not call.is_rolling:
        return closings
    return [closing for closing in closings if closing.at > now - REMEMBERED][:2]


def _beats(since: datetime, now: datetime) -> list[datetime]:
    """From the last one at or before ``since`` to now; one of the future, that a wrong clock left
    behind, is not read.
    """
    known = Heartbeat.objects.filter(at__lte=now)
    before = known.filter(at__lte=since).order_by("-at").values_list("at", flat=True)[:1]
    after = known.filter(at__gt=since).order_by("at").values_list("at", flat=True)
    return [*before, *after]


def _proposed(found: list[Outage], closing: Closing, now: datetime) -> Proposal:
    """Counted from the closing, or from now when it is past: nobody gets less than what was lost."""
    length = rounded_up(sum((outage.length for outage in found), timedelta()))
    closes_at = closing.at + length
    if closing.at < now:
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        closes_at = midnight + rounded_up(now + length - midnight)
    return Proposal(found, length, closing, closes_at)


def wave_of(closing: Closing) -> Wave | None:
    return Wave.objects.get(pk=closing.wave) if closing.wave else None
