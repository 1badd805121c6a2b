"""The best choice of pairs: few arcs first, then those that the prices or the cut call for.

A flow over the best pairs of each side is quick. Its prices tell whether any other pair would
improve it (column generation: Ford & Fulkerson 1958; Ahuja et al. 1993, §17): none is the proof
that the total is the largest over all pairs. When it fails, its least cut tells which pairs could
help; none is the proof that nothing can.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from essaim.jury.assignment.cut import Cut, Kind, Shortage, Unservable, least_cut, shortages, sides
from essaim.jury.assignment.instance import BARRED, ROWS_AT_ONCE
from essaim.jury.assignment.integer import chosen_pairs
from essaim.jury.assignment.network import (
    SimpleMinCostFlow,
    best_flow,
    head_prices,
    network,
    potentials,
    unbarred,
)
from essaim.jury.assignment.residual import Residual

ALL_AT_ONCE = 20_000  # up to here every pair is an arc
MORE_PER_ROW = 20


@dataclass
class Search:
    """The pairs looked at so far, as sorted keys application × m + juror. Grows, never shrinks."""

    left: Residual
    keys: np.ndarray = field(init=False)

    def __post_init__(self):
        self.keys = _best_of_each_side(self.left)

    @property
    def by_flow(self) -> bool:
        """Whether a flow can hold the rules; else an integer programme does."""
        return SimpleMinCostFlow is not None and self.left.instance.tree is not None

    def best(self, threshold: int = BARRED + 1, enough: int | None = None) -> np.ndarray:
        """The pairs (p, 2) of the largest total, all of an affinity ≥ ``threshold`` (× 10,000).

        With ``enough``, the first choice found of at least this total will do. Raises Unservable.
        """
        while True:
            rows, columns = self._arcs(threshold)
            more, pairs = self._round(rows, columns, threshold, enough)
            if not len(more):
                return pairs
            self.keys = np.union1d(self.keys, more)

    def worth(self, pairs: np.ndarray) -> int:
        """What ``best`` maximises, × 10,000: affinity and bonus, less what the loads cost."""
        left = self.left
        load = np.bincount(pairs[:, 1], minlength=len(left.low))
        start, stop = left.begun + left.low, left.begun + np.maximum(load, left.low)
        steps = (stop * (stop - 1) - start * (start - 1)) // 2
        total = left.values[pairs[:, 0], pairs[:, 1]].sum(dtype=np.int64)
        return int(total - left.instance.balance * steps.sum())

    def _arcs(self, threshold: int) -> tuple[np.ndarray, np.ndarray]:
        rows, columns = np.divmod(self.keys, self.left.values.shape[1])
        kept = unbarred(self.left.instance.costs[rows, columns], threshold)
        return rows[kept], columns[kept]

    def _round(self, rows, columns, threshold, enough) -> tuple[np.ndarray, np.ndarray]:
        """(further keys that may help, the pairs chosen among the arcs)."""
        if not self.by_flow:
            return self._programme(rows, columns, threshold)
        left = self.left
        net = network(left, rows, columns)
        flow = best_flow(net)
        if flow is None:
            cut = least_cut(left, net)
            more = self._new(self._across(cut, net), threshold)
            if not len(more):
                raise Unservable(shortages(left, net, cut))
            return more, np.zeros((0, 2), dtype=np.int64)
        used = flow[: net.pairs] > 0
        pairs = np.column_stack([rows[used], columns[used]])
        if enough is not None and -int(net.costs @ flow) >= enough:
            return np.zeros(0, dtype=np.int64), pairs
        return self._new(self._gaining(net, potentials(net, flow)), threshold), pairs

    def _programme(self, rows, columns, threshold) -> tuple[np.ndarray, np.ndarray]:
        used = chosen_pairs(self.left, rows, columns)
        if used is not None:
            return np.zeros(0, dtype=np.int64), np.column_stack([rows[used], columns[used]])
        every = np.flatnonzero(unbarred(self.left.values, BARRED))
        more = np.setdiff1d(every, self.keys, assume_unique=True)
        if not len(more):
            raise Unservable(self._why(rows, columns))
        return more, np.zeros((0, 2), dtype=np.int64)

    def _why(self, rows, columns) -> list[Shortage]:
        """The cut of the flow without the rules, if that already fails; else the rules are why."""
        plain = Residual(
            self.left.instance.changed(bounds=(), tree=None),
            *(self.left.fixed, self.left.begun, self.left.wanted, self.left.low, self.left.high),
        )
        net = network(plain, rows, columns)
        cut = least_cut(plain, net)
        if cut is not None:
            return shortages(plain, net, cut)
        names = tuple(bound.name for bound in self.left.instance.bounds if bound.name)
        return [Shortage(Kind.RULES, (), (), (), int(self.left.wanted.sum()), 0, names)]

    def _new(self, wanted: Iterator[np.ndarray], threshold: int) -> np.ndarray:
        """Keys of pairs not yet looked at, at the threshold or above."""
        costs = self.left.instance.costs.ravel()
        found = [np.zeros(0, dtype=np.int64)]
        for keys in wanted:
            fresh = keys[unbarred(costs[keys], threshold)]
            place = np.minimum(np.searchsorted(self.keys, fresh), max(len(self.keys) - 1, 0))
            found.append(fresh[self.keys[place] != fresh] if len(self.keys) else fresh)
        return np.concatenate(found)

    def _gaining(self, net, prices: np.ndarray) -> Iterator[np.ndarray]:
        """The pairs that the prices call for, the most gaining of each application."""
        n, m = self.left.values.shape
        for rows in _blocks(n):
            heads = head_prices(self.left, net, prices, rows)
            gain = self.left.values[rows] + heads - prices[n : n + m]
            gain[self.left.values[rows] == BARRED] = 0
            yield _largest(self._fresh(rows, gain), rows)

    def _across(self, cut: Cut | None, net) -> Iterator[np.ndarray]:
        """The pairs that would widen the cut, the best of each application."""
        if cut is None:
            return
        short, jurors = sides(self.left, net, cut)
        for rows in _blocks(len(short)):
            rows = rows[short[rows]]
            gain = np.where(jurors, self.left.values[rows].astype(np.int64) - BARRED, 0)
            yield _largest(self._fresh(rows, gain), rows)

    def _fresh(self, rows: np.ndarray, gain: np.ndarray) -> np.ndarray:
        """``gain``, zero where the pair was looked at before."""
        m = gain.shape[1]
        for place, row in enumerate(rows):
            first, last = np.searchsorted(self.keys, [row * m, (row + 1) * m])
            gain[place, self.keys[first:last] - row * m] = 0
        return gain


def _blocks(size: int) -> Iterator[np.ndarray]:
    for start in range(0, size, ROWS_AT_ONCE):
        yield np.arange(start, min(start + ROWS_AT_ONCE, size))


def _largest(gain: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Keys of the MORE_PER_ROW largest positive gains of each row."""
    m = gain.shape[1]
    if m > MORE_PER_ROW:
        least = -np.partition(-gain, MORE_PER_ROW - 1, axis=1)[:, MORE_PER_ROW - 1 : MORE_PER_ROW]
        gain = np.where(gain >= np.maximum(least, 1), gain, 0)
    place, column = np.nonzero(gain > 0)
    return rows[place] * m + column


def _best_of_each_side(left: Residual) -> np.ndarray:
    """Keys of the best pairs of every application and of every juror; ties fall by the seed."""
    n, m = left.values.shape
    if n * m <= ALL_AT_ONCE:
        return np.flatnonzero(left.values.ravel() != BARRED)
    dice = np.random.default_rng(left.instance.seed)
    most = left.instance.arcs_per_side
    keys = [rows * m + columns for rows, columns in _best_of_rows(left.values, most, dice)]
    turned = _best_of_rows(left.values.T, most, dice)
    keys += [rows * m + columns for columns, rows in turned]
    return np.unique(np.concatenate(keys))


def _best_of_rows(values: np.ndarray, most: int, dice) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """(rows, columns) of the ``most`` largest values of each row, ties drawn by lot."""
    size, wide = values.shape
    for rows in _blocks(size):
        block = values[rows]
        keys = block + dice.random(block.shape, dtype=np.float32)
        order = np.argpartition(-keys, min(most, wide) - 1, axis=1)[:, :most]
        place, column = np.repeat(np.arange(len(rows)), order.shape[1]), order.ravel()
        free = block[place, column] != BARRED
        yield rows[place[free]], column[free]
