"""Who votes on one file, and whether enough of them are there. Pure: members are any hashables.

A seat is a voting member in office and, in order, their substitutes. For one file:
- the seat is held by its member if present and without link, else by the first substitute who is;
- a seat whose member is recused and that nobody holds is out of the count: recused members are
  neither voters nor part of the quorum;
- the quorum is ⌈seats in the count × percent ÷ 100⌉, and at least one.
"""

from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Seat:
    member: Hashable
    substitutes: tuple[Hashable, ...] = ()


@dataclass(frozen=True)
class Sitting:
    """One file before the jury: who may vote, out of how many seats, how many are needed."""

    voters: tuple[Hashable, ...]
    seats: int
    needed: int

    @property
    def has_quorum(self) -> bool:
        return len(self.voters) >= self.needed


def sitting(
    seats: Iterable[Seat], present: Collection, recused: Collection, percent: int
) -> Sitting:
    voters: list[Hashable] = []
    counted = 0
    for seat in seats:
        ready = (m for m in (seat.member, *seat.substitutes) if m in present and m not in recused)
        holder = next((m for m in ready if m not in voters), None)
        if holder is not None:
            voters.append(holder)
        if holder is not None or seat.member not in recused:
            counted += 1
    return Sitting(tuple(voters), counted, max(1, -(-counted * percent // 100)))
