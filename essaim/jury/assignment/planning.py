"""The plans: the largest total, the fair one in three steps, the highest worst sum, the repair.

The fair plan, each step in one sentence: (a) everybody is served, or the cut says why not; (b) no
pair is below a floor, the highest that keeps 99 % of the largest total; (c) the worst served are
lifted while that 1 % lasts. Then the graph is joined where it is in several parts.
(Stelmakh, Shah & Singh, *PeerReview4All*, JMLR 2021, for why the worst served comes first.)
"""

from collections.abc import Hashable, Iterable
from dataclasses import replace

import numpy as np

from essaim.jury.assignment.chains import Lifting
from essaim.jury.assignment.connectivity import join
from essaim.jury.assignment.cut import Unservable
from essaim.jury.assignment.instance import (
    BARRED,
    SCALE,
    BadInstance,
    Instance,
    pairs_of,
)
from essaim.jury.assignment.integer import highest_worst_sum
from essaim.jury.assignment.plan import FLOW, PROGRAMME, Plan, with_version
from essaim.jury.assignment.residual import Residual, residual
from essaim.jury.assignment.search import Search

KEPT_SHARE = 0.99
SMALL = 2_000  # pairs, up to which an integer programme gives the exact worst sum


def check(instance: Instance) -> None:
    """Nothing when everybody can be served; raises Unservable with the cut otherwise."""
    Search(residual(instance)).best(enough=-(2**62))


def largest_total(instance: Instance) -> Plan:
    """The plan of the largest total affinity (plus bonus, less the price of loads): A*.

    Proved over all pairs, not only those looked at first. Raises Unservable.
    """
    left = residual(instance)
    search = Search(left)
    plan = _plan(search, search.best())
    return replace(plan, best=plan.objective)


def fair_plan(instance: Instance, kept_share: float = KEPT_SHARE) -> Plan:
    """The plan in three steps, then joined. Same instance, same plan. Raises Unservable.

    ``kept_share``: the part of the largest total that fairness may not touch.
    """
    left = residual(instance)
    search = Search(left)
    top = search.best()
    best = _plan(search, top)
    least = search.worth(top) - int((1 - kept_share) * abs(best.objective) * SCALE)
    floor, dealt = _floor(search, top, least)
    lifting = Lifting(left, dealt, floor, search.worth(dealt) - least)
    lifting.run()
    dealt = _exactly(search, lifting.pairs(), floor, least)
    dealt, joined = join(left, dealt, floor, _worst(left, dealt))
    reached = floor if len(dealt) else None
    return replace(
        _plan(search, dealt),
        best=best.objective,
        floor=None if reached is None else reached / SCALE,
        lifted=lifting.lifted,
        joined=joined,
    )


def highest_worst(instance: Instance) -> Plan:
    """The plan whose worst served application has the highest sum possible and, among those plans,
    the largest total: exact, by integer programme, for at most SMALL pairs.

    Raises Unservable, and BadInstance beyond that size.
    """
    left = residual(instance)
    if left.values.size > SMALL:
        raise BadInstance(f"the exact worst sum is for {SMALL} pairs at most")
    search = Search(left)
    best = _plan(search, search.best())
    rows, columns = np.divmod(search.keys, left.values.shape[1])
    chosen = highest_worst_sum(left, rows, columns, -(2**31))
    return replace(_plan(search, np.column_stack([rows, columns])[chosen]), best=best.objective)


def rebalanced(instance: Instance) -> Plan:
    """The plan after withdrawals or late jurors: only what is missing is dealt, where that is enough.

    Locked pairs stay. While everybody can be served with every existing pair kept, none moves; else
    the existing pairs earn their bonus in one flow over the whole. Raises Unservable.
    """
    every = np.concatenate([instance.pinned, instance.existing])
    kept = instance.changed(pinned=np.unique(every[_may_stay(instance, every)], axis=0))
    if _within(instance, kept.fixed):
        try:
            search = Search(residual(kept))
            return replace(_plan(search, search.best()), instance=instance)
        except Unservable:
            pass  # something must move
    return _plan(search := Search(residual(instance)), search.best())


def withdrawn(
    instance: Instance,
    plan: Plan,
    leaving: Iterable[Hashable],
    opened: Iterable[tuple[Hashable, Hashable]],
) -> Instance:
    """The instance once the jurors ``leaving`` left: they read nothing more, others keep theirs.

    ``opened``: the readings (application, juror) that are locked from now on; those of jurors who
    leave too, when what they handed in is to count. The rest of ``plan`` exists, with its bonus.
    """
    gone = np.isin(np.arange(len(instance.jurors)), _columns(instance, leaving))
    costs = instance.costs.copy()
    locked = np.unique(np.concatenate([instance.locked, pairs_of(instance, opened)]), axis=0)
    kept = costs[locked[:, 0], locked[:, 1]]
    costs[:, gone] = BARRED
    costs[locked[:, 0], locked[:, 1]] = kept
    return instance.changed(
        costs=costs,
        locked=locked,
        pinned=instance.pinned[~gone[instance.pinned[:, 1]]],
        existing=plan.pairs[~gone[plan.pairs[:, 1]]],
        load_min=np.where(gone, 0, instance.load_min),
        load_max=np.where(gone, 0, instance.load_max),
    )


def _columns(instance: Instance, jurors: Iterable[Hashable]) -> list[int]:
    places = {name: place for place, name in enumerate(instance.jurors)}
    return [places[name] for name in jurors]


def _plan(search: Search, dealt: np.ndarray) -> Plan:
    """The plan of the pairs dealt and the fixed ones."""
    pairs = np.concatenate([search.left.fixed, dealt])
    pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
    solver = FLOW if search.by_flow else PROGRAMME
    return Plan(search.left.instance, pairs, with_version(solver))


def _floor(search: Search, top: np.ndarray, least: int) -> tuple[int, np.ndarray]:
    """(t, pairs): the largest affinity t such that pairs ≥ t alone still make ``least``, by bisection."""
    left = search.left
    costs = left.instance.costs
    if not len(top):
        return BARRED + 1, top
    low = int(costs[top[:, 0], top[:, 1]].min())
    high = _highest_floor(left)
    steps = np.unique(costs[(costs > low) & (costs <= high)])
    dealt = top
    while len(steps):
        middle = (len(steps) - 1) // 2
        try:
            tried = search.best(int(steps[middle]), enough=least)
        except Unservable:
            tried = None
        if tried is None or search.worth(tried) < least:
            steps = steps[:middle]
            continue
        dealt = tried
        low = int(costs[tried[:, 0], tried[:, 1]].min())
        steps = steps[steps > low]
    return low, search.best(low) if dealt is not top else dealt


def _highest_floor(left: Residual) -> int:
    """No floor can be above the k-th best pair of an application that still wants k readings."""
    wanted, costs = left.wanted, np.where(left.values == BARRED, BARRED, left.instance.costs)
    found = []
    for count in np.unique(wanted[wanted > 0]).tolist():
        rows = costs[wanted == count]
        place = max(rows.shape[1] - count, 0)
        found.append(int(np.partition(rows, place, axis=1)[:, place].min()))
    return min(found, default=BARRED)


def _exactly(search: Search, dealt: np.ndarray, floor: int, least: int) -> np.ndarray:
    """Where it is small enough, the exact highest worst sum within the floor and the total."""
    left = search.left
    if left.values.size > SMALL or left.instance.balance or not len(dealt):
        return dealt
    rows, columns = np.divmod(search.keys, left.values.shape[1])
    kept = left.instance.costs[rows, columns] >= floor
    rows, columns = rows[kept], columns[kept]
    chosen = highest_worst_sum(left, rows, columns, least)
    if chosen is None:
        return dealt
    exact = np.column_stack([rows, columns])[chosen]
    return exact if _worst(left, exact) > _worst(left, dealt) else dealt


def _worst(left: Residual, dealt: np.ndarray) -> int:
    """The smallest sum, × 10,000, of an application that wants readings."""
    pairs = np.concatenate([left.fixed, dealt])
    sums = np.zeros(len(left.wanted), dtype=np.int64)
    np.add.at(sums, pairs[:, 0], left.instance.costs[pairs[:, 0], pairs[:, 1]])
    return int(sums[left.instance.wanted > 0].min(initial=2**31))


def _may_stay(instance: Instance, pairs: np.ndarray) -> np.ndarray:
    return instance.costs[pairs[:, 0], pairs[:, 1]] != BARRED


def _within(instance: Instance, fixed: np.ndarray) -> bool:
    """Whether so many readings, kept, break no load nor number of readings that could be held."""
    begun = np.bincount(fixed[:, 1], minlength=len(instance.jurors))
    read = np.bincount(fixed[:, 0], minlength=len(instance.applications))
    locked = residual(instance)
    return bool(
        np.all(begun <= locked.begun + locked.high)
        and np.all(read <= np.bincount(instance.fixed[:, 0], minlength=len(read)) + locked.wanted)
    )
