"""One part or several: two jurors compare only through a chain of files read in common.

The graph has the applications and the jurors who read as nodes, the readings as edges. In several
parts, the severity of the jurors of one cannot be told from the quality of the files of another.
"""

from collections.abc import Iterator

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from essaim.jury.assignment.instance import BARRED, Instance
from essaim.jury.assignment.residual import Residual

# Of a large part, so many pairs are tried, drawn by the seed.
SMALL_SIDE, LARGE_SIDE, TRIES = 500, 4_000, 200
NOTHING = np.iinfo(np.int64).min


def components(instance: Instance, pairs: np.ndarray) -> np.ndarray:
    """(n + m,) the part of each application, then of each juror; −1 for those without a reading."""
    n, m = instance.costs.shape
    ends = pairs[:, 0], n + pairs[:, 1]
    graph = coo_array((np.ones(len(pairs)), ends), shape=(n + m, n + m))
    _count, label = connected_components(graph, directed=False)
    alone = np.ones(n + m, dtype=bool)
    alone[np.concatenate(ends)] = False
    label[alone] = -1
    _names, number = np.unique(label[~alone], return_inverse=True)
    label[~alone] = number
    return label


def join(left: Residual, pairs: np.ndarray, floor: int, worst: int) -> tuple[np.ndarray, int]:
    """(pairs, exchanges made): the parts joined by the exchanges that cost least.

    An exchange swaps the jurors of two readings, or gives one reading to a juror with room. Each
    keeps loads, rules and fixed pairs; pairs under ``floor`` and sums under ``worst`` (× 10,000) only
    where nothing better joins. Parts that nothing can join stay: components() shows them.
    """
    made = 0
    while (part := components(left.instance, pairs)).max(initial=-1) > 0:
        joined = _step(left, pairs, part, floor, worst)
        if joined is None:
            joined = _step(left, pairs, part, BARRED + 1, NOTHING)
        if joined is None:
            break
        pairs, made = joined, made + 1
    return pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))], made


def _step(left: Residual, pairs, part, floor, worst) -> np.ndarray | None:
    """One exchange that leaves one part less, from the smallest part that has one."""
    instance, count = left.instance, part.max()
    sizes = np.bincount(part[pairs[:, 0]], minlength=count + 1)
    movable = np.flatnonzero(left.values[pairs[:, 0], pairs[:, 1]] != BARRED)
    for small in np.argsort(sizes, kind="stable")[: count + 1]:
        inside = part[pairs[movable, 0]] == small
        here, there = (
            _some(left, movable[inside], SMALL_SIDE),
            _some(left, movable[~inside], LARGE_SIDE),
        )
        for changed in _exchanges(left, pairs, part, (here, there), floor):
            if _holds(left, pairs, changed, worst):
                new = pairs.copy()
                for place, juror in changed:
                    new[place, 1] = juror
                if components(instance, new).max() < count:
                    return new
    return None


def _some(left: Residual, places: np.ndarray, most: int) -> np.ndarray:
    if len(places) <= most:
        return places
    return np.sort(np.random.default_rng(left.instance.seed).choice(places, most, replace=False))


def _exchanges(left: Residual, pairs, part, sides, floor) -> Iterator[list[tuple[int, int]]]:
    """Changes [(place in pairs, new juror)], the least costly first."""
    here, there = sides
    found = [_swaps(left, pairs, here, there, floor)]
    for places in sides:
        found.append(_moves(left, pairs, part, places, floor))
    gain = np.concatenate([f[0] for f in found])
    changes = [change for f in found for change in f[1]]
    for place in np.argsort(-gain, kind="stable")[:TRIES]:
        yield changes[place]


def _best(gain: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(gains, rows, columns) of the TRIES largest entries of a matrix, NOTHING left out."""
    flat = gain.ravel()
    top = np.argpartition(-flat, TRIES)[:TRIES] if flat.size > TRIES else np.arange(flat.size)
    top = np.sort(top[flat[top] != NOTHING])
    return flat[top], *np.divmod(top, max(gain.shape[1], 1))


def _swaps(left: Residual, pairs, here, there, floor):
    costs, values = left.instance.costs, left.values
    (i1, j1), (i2, j2) = pairs[here].T, pairs[there].T
    one, two = values[i1[:, None], j2], values[i2, j1[:, None]]
    gain = one.astype(np.int64) + two - values[i1, j1][:, None] - values[i2, j2]
    may = (one != BARRED) & (two != BARRED)
    may &= (costs[i1[:, None], j2] >= floor) & (costs[i2, j1[:, None]] >= floor)
    gains, rows, columns = _best(np.where(may, gain, NOTHING))
    changes = [
        [(int(here[a]), int(j2[b])), (int(there[b]), int(j1[a]))]
        for a, b in zip(rows, columns, strict=True)
    ]
    return gains, changes


def _moves(left: Residual, pairs, part, places, floor):
    """Readings given to a juror of another part, or without any, who has room."""
    n = len(left.wanted)
    load = np.bincount(pairs[:, 1], minlength=len(left.high)) - left.begun
    jurors = np.flatnonzero((load < left.high) & (part[n:] >= 0))
    places = places[load[pairs[places, 1]] > left.low[pairs[places, 1]]]
    i, j = pairs[places].T
    new = left.values[i[:, None], jurors]
    may = (new != BARRED) & (left.instance.costs[i[:, None], jurors] >= floor)
    may &= part[n + jurors] != part[i][:, None]
    gain = new.astype(np.int64) - left.values[i, j][:, None]
    gains, rows, columns = _best(np.where(may, gain, NOTHING))
    changes = [[(int(places[a]), int(jurors[b]))] for a, b in zip(rows, columns, strict=True)]
    return gains, changes


def _holds(left: Residual, pairs, changed: list[tuple[int, int]], worst: int) -> bool:
    """Whether the applications touched keep their rules and a sum of ``worst`` at least."""
    for place, juror in changed:
        row = pairs[place, 0]
        readers = pairs[pairs[:, 0] == row, 1]
        readers = np.append(readers[readers != pairs[place, 1]], juror)
        if left.instance.costs[row, readers].sum(dtype=np.int64) < worst:
            return False
        if not left.obeys(int(row), readers):
            return False
    return True
