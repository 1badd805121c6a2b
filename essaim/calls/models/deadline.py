"""Until when a deposit is in time: decided here and nowhere else. The clock is always given.

Moments are aware datetimes. What counts is when a request began to arrive; ``ends_at`` is the end of
the technical grace, silent and the same for all: a request that begins at that very moment is late.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Closing:
    """One announced closing: of the call, or of a wave (``wave`` is then its primary key)."""

    at: datetime
    grace: timedelta
    wave: int | None = None

    @property
    def ends_at(self) -> datetime:
        return self.at + self.grace


@dataclass(frozen=True)
class MoreTime:
    """An extension for one applicant: their new closing in place of the one at ``instead_of``."""

    instead_of: datetime
    at: datetime


def with_more_time(closings: Iterable[Closing], granted: Iterable[MoreTime]) -> list[Closing]:
    """The closings as this applicant knows them, first to last.

    An extension is for the closing it replaces, or for what that one has become since (a closing
    only ever moves later, and stays before the next one). It never takes time away.
    """
    ordered = sorted(closings, key=lambda closing: closing.at)
    for extension in granted:
        for number, closing in enumerate(ordered):
            if closing.at >= extension.instead_of:
                ordered[number] = replace(closing, at=max(closing.at, extension.at))
                break
    return sorted(ordered, key=lambda closing: closing.at)


def closing_met(closings: Sequence[Closing], now: datetime) -> Closing | None:
    """The closing for which a deposit begun at ``now`` is in time: the first whose grace is not
    over. None when all are past.
    """
    return next((closing for closing in closings if now < closing.ends_at), None)


def closing_announced(closings: Sequence[Closing], now: datetime) -> Closing | None:
    """The closing that people are told of at ``now``: the next one, else the last one passed."""
    coming = (closing for closing in closings if now < closing.at)
    return next(coming, closings[-1] if closings else None)
