"""Majority judgment (Balinski & Laraki): a word per file and voter, the median word decides.

A tally counts the votes of one file per grade, worst grade first. The median is the lower one: of
an even number of votes, the worse of the two in the middle. Equal medians are compared after
taking one median vote off each, again and again. That removal visits the sorted votes from the
middle outwards, whatever they are, so it is read off the counts in runs: no vote is ever listed,
and tallies of billions cost as much as tallies of ten. Whole numbers only: no rounding.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import lcm

type Tally = Sequence[int]


class TallyRefused(ValueError):
    """Tallies that cannot be compared; the message says which rule they break."""


def median_grade(tally: Tally) -> int:
    """The position of the lower median, 0 for the worst grade. Raises TallyRefused when empty."""
    total = sum(tally)
    if not total:
        raise TallyRefused("a tally without any vote has no median")
    return next(grade for grade, upto in enumerate(accumulate(tally)) if 2 * upto >= total)


def with_default(tally: Tally, participants: int, grade: int) -> list[int]:
    """The tally where those of ``participants`` who gave no word are counted at ``grade``."""
    missing = participants - sum(tally)
    if missing < 0:
        raise TallyRefused("more votes than participants")
    return [count + (missing if at == grade else 0) for at, count in enumerate(tally)]


def with_median_default(tally: Tally, participants: int) -> list[int]:
    """The tally where those who gave no word are counted at the file's own median."""
    return with_default(tally, participants, median_grade(tally))


def normalized(tallies: Sequence[Tally]) -> list[list[int]]:
    """The tallies brought to one number of votes, each in its own proportions."""
    totals = [sum(tally) for tally in tallies]
    if 0 in totals:
        raise TallyRefused("a tally without any vote cannot be scaled")
    whole = lcm(*totals)
    return [
        [count * (whole // total) for count in tally]
        for tally, total in zip(tallies, totals, strict=True)
    ]


def ranks(tallies: Sequence[Tally]) -> list[int]:
    """The rank of each tally, 1 for the best; equal tallies share a rank and the next is skipped.

    Raises TallyRefused for negative counts, or unequal numbers of grades or of votes.
    """
    if any(count < 0 for tally in tallies for count in tally):
        raise TallyRefused("a count is negative")
    if len({len(tally) for tally in tallies}) > 1 or len({sum(tally) for tally in tallies}) > 1:
        raise TallyRefused("the tallies have not the same number of grades or of votes")
    keys = [_key(tally) for tally in tallies]
    return [1 + sum(other > key for other in keys) for key in keys]


_DROPS, _ENDS, _RISES = range(3)


def _key(tally: Tally) -> list[tuple[int, int, int, int]]:
    """A list that sorts as the sequence of medians does.

    Each run is a stretch of removals between the same two grades, one below and one above the
    middle. A run cut short by a worse grade counts less than a longer one; cut short by a better
    grade, more.
    """
    total = sum(tally)
    low = _runs([*tally], (total + 1) // 2)
    high = _runs([*tally][::-1], (total + 1) // 2)
    last = len(tally) - 1
    key, done = [], 0
    for end in sorted({end for end, _grade in low} | {end for end, _grade in high}):
        below = next(grade for upto, grade in low if upto > done)
        above = last - next(grade for upto, grade in high if upto > done)
        key.append((below, above, *_cut(low, end, end - done)))
        done = end
    return key


def _runs(counts: list[int], half: int) -> list[tuple[int, int]]:
    """(removals so far, grade) for the half of the votes from the middle to the first grade."""
    found: list[tuple[int, int]] = []
    seen = 0
    for grade, count in enumerate(counts):
        start, seen = seen, seen + count
        if count and start < half:
            found.append((half - start, grade))
    return found[::-1]


def _cut(low: list[tuple[int, int]], end: int, length: int) -> tuple[int, int]:
    if end == low[-1][0]:
        return _ENDS, 0
    return (_DROPS, length) if any(upto == end for upto, _grade in low) else (_RISES, -length)


@dataclass(frozen=True)
class Place[F: Hashable]:
    """``file`` at ``rank``; ``settled_by`` is "votes", "rules", "chair", or "" while still tied."""

    file: F
    rank: int
    settled_by: str


def settle[F: Hashable](
    by_votes: Mapping[F, int], published: Mapping[F, int], chair: Sequence[F] = ()
) -> list[Place[F]]:
    """Settle ties of ``by_votes`` by the ``published`` place (1 first), then as the ``chair`` says.

    A file without published place comes after those with one. Files tied to the end keep one rank:
    the chair has still to name an order for them.
    """
    spoken = {file: place for place, file in enumerate(chair)}

    def keys(file: F) -> tuple[tuple[int], tuple[int, float], tuple[int, float, float]]:
        votes, rule = by_votes[file], float(published.get(file, float("inf")))
        return (votes,), (votes, rule), (votes, rule, float(spoken.get(file, len(spoken))))

    known = {file: keys(file) for file in by_votes}
    found = []
    for file in sorted(by_votes, key=lambda file: known[file][2]):
        alone = [
            name
            for name, level in (("votes", 0), ("rules", 1), ("chair", 2))
            if sum(k[level] == known[file][level] for k in known.values()) == 1
        ]
        rank = 1 + sum(k[2] < known[file][2] for k in known.values())
        found.append(Place(file, rank, alone[0] if alone else ""))
    return found
