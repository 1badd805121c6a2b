"""Lifting the worst served: exchange chains, the shortest first, of these the least costly.

The application with the smallest sum takes a better juror; who is full gives one of their own
files to another juror, and so on until one has room, or the chain comes back to the juror whom the
first application left. (Augmenting paths as in Kobren, Saha & McCallum, *Paper matching with local
fairness constraints*, KDD 2019, here from an optimal plan and within a stated budget.)
"""

import heapq
from dataclasses import dataclass

import numpy as np

from essaim.jury.assignment.instance import BARRED
from essaim.jury.assignment.residual import Residual

WIDEST = 100  # jurors made to give a file away, in search of one chain
PATIENCE = 0.01  # of the applications may prove impossible to lift before it stops


@dataclass(frozen=True)
class _Link:
    """Juror ``new`` reads ``row`` in the place of ``old``; ``change`` in worth, links before too."""

    row: int
    old: int
    new: int
    change: int
    before: "_Link | None"

    def rows(self) -> set[int]:
        return {self.row} | (self.before.rows() if self.before else set())

    def first(self) -> int:
        """The juror whom the first application of the chain leaves."""
        return self.before.first() if self.before else self.old


class Lifting:
    """A plan that is being lifted. Amounts are × 10,000; fixed pairs never move.

    ``budget``: how much the total (affinity, bonus, price of loads) may still fall.
    ``floor``: what a new pair must reach.
    """

    def __init__(self, left: Residual, pairs: np.ndarray, floor: int, budget: int):
        n, m = left.instance.costs.shape
        self.left, self.floor, self.budget, self.lifted = left, floor, budget, 0
        self.costs = left.instance.costs
        self.load = np.bincount(pairs[:, 1], minlength=m)
        self.readers: list[list[int]] = [[] for _row in range(n)]
        self.files: list[list[int]] = [[] for _juror in range(m)]
        for row, juror in pairs.tolist():
            self.readers[row].append(juror)
            self.files[juror].append(row)
        self.all_readers = [list(own) for own in self.readers]
        for row, juror in left.fixed.tolist():
            self.all_readers[row].append(juror)
        self.sums = np.zeros(n, dtype=np.int64)
        for row, own in enumerate(self.all_readers):
            self.sums[row] = self.costs[row, own].sum(dtype=np.int64)

    def run(self) -> None:
        """Lift the smallest sums, one chain after the other, until nothing more is possible."""
        wanting = np.flatnonzero(self.left.wanted).tolist()
        heap = [(int(self.sums[row]), row) for row in wanting]
        heapq.heapify(heap)
        patience = max(10, int(len(wanting) * PATIENCE))
        while heap and patience:
            smallest, row = heapq.heappop(heap)
            if smallest != self.sums[row]:
                continue
            chain = self._chain(row)
            if chain is None:
                patience -= 1
                continue
            for touched in self._apply(chain):
                heapq.heappush(heap, (int(self.sums[touched]), touched))

    def pairs(self) -> np.ndarray:
        """(p, 2) the readings that are not fixed, in order."""
        found = [(row, juror) for row, own in enumerate(self.readers) for juror in sorted(own)]
        return np.array(found, dtype=np.int64).reshape(-1, 2)

    def _chain(self, row: int) -> _Link | None:
        """The last link of a chain that raises the row; None when there is none within budget."""
        for old in sorted(self.readers[row], key=lambda juror: self.costs[row, juror]):
            seen = np.zeros(len(self.load), dtype=bool)
            level, widened = self._links(row, old, None, int(self.sums[row]), seen), 0
            while level:
                level.sort(key=lambda link: -link.change)
                for link in level:
                    if self._ends(link):
                        return link
                level, before = [], level[: WIDEST - widened]
                widened += len(before)
                for link in before:
                    level += self._next(link, int(self.sums[row]), seen)
        return None

    def _next(self, link: _Link, bar: int, seen: np.ndarray) -> list[_Link]:
        """What can follow: the juror who receives a file gives one of their own away."""
        on_the_way = link.rows()
        found = []
        for row in self.files[link.new]:
            if row not in on_the_way:
                found += self._links(row, link.new, link, bar, seen)
        return found

    def _links(self, row: int, old: int, before, bar: int, seen: np.ndarray) -> list[_Link]:
        """The jurors who may take the place of ``old``; the sum of the row ends above ``bar``."""
        own = self.costs[row]
        others = [juror for juror in self.all_readers[row] if juror != old]
        above = bar + 1 - int(self.sums[row]) + int(own[old])
        may = (own >= max(above, self.floor, BARRED + 1)) & ~seen
        may[self.all_readers[row]] = False
        if self.left.instance.bounds:
            may &= self._allowed(row, others)
        found = np.flatnonzero(may)
        seen[found] = True
        values, spent = self.left.values[row], before.change if before else 0
        return [
            _Link(row, old, new, spent + int(values[new]) - int(values[old]), before)
            for new in found.tolist()
        ]

    def _allowed(self, row: int, others: list[int]) -> np.ndarray:
        """(m,) who may join these readers without a rule being broken."""
        least, most = (limit[:, row] for limit in self.left.limits)
        fixed = self.left.fixed
        dealt = np.setdiff1d(others, fixed[fixed[:, 0] == row, 1]).astype(np.int64)
        members = self.left.members
        inside = members[:, dealt].sum(axis=1)
        full, lacking = inside >= most, inside < least
        return ~members[full].any(axis=0) & members[lacking].all(axis=0)

    def _ends(self, link: _Link) -> bool:
        """Whether the chain may stop here: loads hold, and the budget pays for it."""
        first, new, load, left = link.first(), link.new, self.load, self.left
        holds = new == first or (load[new] < left.high[new] and load[first] > left.low[first])
        return bool(holds) and self._cost(link) <= self.budget

    def _cost(self, chain: _Link) -> int:
        """What the exchanges take from the total: worth lost, and a reading moved to a longer list."""
        first, new = chain.first(), chain.new
        if new == first:
            return -chain.change
        load, begun = self.load, self.left.begun
        steps = load[new] + begun[new] - load[first] - begun[first] + 1
        return int(steps) * self.left.instance.balance - chain.change

    def _apply(self, chain: _Link) -> list[int]:
        """Make the exchanges; the applications touched."""
        self.budget -= self._cost(chain)
        self.lifted += 1
        link: _Link | None = chain
        touched = []
        while link:
            row, old, new = link.row, link.old, link.new
            for own in (self.readers[row], self.all_readers[row]):
                own[own.index(old)] = new
            self.files[old].remove(row)
            self.files[new].append(row)
            self.load[old] -= 1
            self.load[new] += 1
            self.sums[row] += int(self.costs[row, new]) - int(self.costs[row, old])
            touched.append(row)
            link = link.before
        return touched
