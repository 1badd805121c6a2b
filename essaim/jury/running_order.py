"""In which order the files come, so that as few people as possible leave and return.

The cost of an order is Σ |Rᵢ Δ Rᵢ₊₁|, where Rᵢ is the set of jurors recused from file i and Δ the
symmetric difference: each unit is one person crossing the door. The room is full before the first
file and after the last. Nearest neighbour from the full room, then 2-opt: a stretch of the order
is reversed as long as that spares a crossing. Ties keep the order given, so the result is the same
each time. Each pass costs n² look-ups: forty files take milliseconds.
"""

from collections.abc import Hashable, Iterable, Mapping, Set
from itertools import pairwise


def running_order[F: Hashable](recused: Mapping[F, Set]) -> list[F]:
    """The files, in order; ``recused`` maps each file to the set of jurors who leave for it."""
    files = list(recused)
    rooms: list[Set] = [frozenset(), *(recused[file] for file in files)]
    crossings = [[len(here ^ there) for there in rooms] for here in rooms]
    tour = _nearest(crossings)
    while _shorten(tour, crossings):
        pass
    return [files[stop - 1] for stop in tour[1:-1]]


def movements[F: Hashable](recused: Mapping[F, Set], order: Iterable[F]) -> int:
    """How many times somebody crosses the door, from a full room to a full room."""
    rooms: list[Set] = [frozenset(), *(recused[file] for file in order), frozenset()]
    return sum(len(here ^ there) for here, there in pairwise(rooms))


def _nearest(crossings) -> list[int]:
    """A tour from stop 0, the full room, and back to it."""
    left = list(range(1, len(crossings)))
    tour = [0]
    while left:
        following = min(left, key=crossings[tour[-1]].__getitem__)
        left.remove(following)
        tour.append(following)
    return [*tour, 0]


def _shorten(tour: list[int], crossings) -> bool:
    """One pass over every stretch; True when some reversal spared a crossing."""
    is_shorter = False
    for start in range(1, len(tour) - 2):
        for stop in range(start + 1, len(tour) - 1):
            before, first, last, after = tour[start - 1], tour[start], tour[stop], tour[stop + 1]
            spared = crossings[before][first] + crossings[last][after]
            if crossings[before][last] + crossings[first][after] < spared:
                tour[start : stop + 1] = tour[start : stop + 1][::-1]
                is_shorter = True
    return is_shorter
