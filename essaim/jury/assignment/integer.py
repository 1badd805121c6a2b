"""Assignment as an integer programme: crossing rules, exact worst sums, no OR-Tools.

Solved by HiGHS (Huangfu & Hall, *Parallelizing the dual revised simplex method*, 2018) through
scipy. Small instances; a flow is some hundred times quicker where it can hold the rules.
"""

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csr_array, hstack, vstack

from essaim.jury.assignment.instance import SCALE
from essaim.jury.assignment.residual import Residual

# Cents of a ten-thousandth: integer totals are exact.
EXACT = {"mip_rel_gap": 0.0}


def chosen_pairs(left: Residual, rows: np.ndarray, columns: np.ndarray) -> np.ndarray | None:
    """Which of the pairs (rows[a], columns[a]) make the largest total, as a mask; None: no plan."""
    units, unit_costs = _units(left, columns)
    costs = np.concatenate([-left.values[rows, columns] / SCALE, unit_costs / SCALE])
    held = _constraints(left, rows, columns, units)
    found = milp(costs, constraints=held, integrality=1, bounds=Bounds(0, 1), options=EXACT)
    return None if found.x is None else found.x[: len(rows)] > 0.5


def highest_worst_sum(
    left: Residual, rows: np.ndarray, columns: np.ndarray, least_total: int
) -> np.ndarray | None:
    """The mask of a choice whose worst sum is the highest and, among those, the total.

    ``least_total``: the total of the chosen values (× 10,000) may not fall below. None: no plan.
    """
    n = len(left.wanted)
    gains = left.instance.costs[rows, columns] / SCALE
    base = _fixed_sums(left)
    judged = np.flatnonzero(left.instance.wanted > 0)
    of = coo_array((gains, (rows, np.arange(len(rows)))), shape=(n, len(rows))).tocsr()[judged]
    total = csr_array(left.values[rows, columns][None, :] / SCALE)
    held = _constraints(left, rows, columns, np.zeros(0, dtype=np.int64))
    held.append(LinearConstraint(total, least_total / SCALE - 1e-7, np.inf))
    level = csr_array(-np.ones((len(judged), 1)))
    wide = [LinearConstraint(_with_column(h.A), h.lb, h.ub) for h in held]
    wide.append(LinearConstraint(hstack([of, level]).tocsr(), -base[judged], np.inf))
    aim = np.append(np.zeros(len(rows)), -1.0)
    kinds = np.append(np.ones(len(rows)), 0)
    free = Bounds(np.append(np.zeros(len(rows)), -np.inf), np.append(np.ones(len(rows)), np.inf))
    found = milp(aim, constraints=wide, integrality=kinds, bounds=free, options=EXACT)
    if found.x is None:
        return None
    chosen = found.x[:-1] > 0.5
    worst = (of @ chosen + base[judged]).min() if len(judged) else 0.0
    held.append(LinearConstraint(of, worst - base[judged] - 1e-7, np.inf))
    again = milp(-total.toarray()[0], constraints=held, integrality=1, bounds=Bounds(0, 1))
    return chosen if again.x is None else again.x > 0.5


def _fixed_sums(left: Residual) -> np.ndarray:
    fixed = left.fixed
    gains = left.instance.costs[fixed[:, 0], fixed[:, 1]] / SCALE
    return np.bincount(fixed[:, 0], gains, minlength=len(left.wanted))


def _with_column(matrix: csr_array) -> csr_array:
    return hstack([matrix, csr_array((matrix.shape[0], 1))]).tocsr()


def _units(left: Residual, columns: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(juror, price) of each reading beyond the least load, when loads cost; else nothing."""
    balance, m = left.instance.balance, len(left.low)
    if not balance:
        return np.zeros(0, dtype=np.int64), np.zeros(0)
    room = np.clip(np.minimum(left.high, np.bincount(columns, minlength=m)) - left.low, 0, None)
    juror = np.repeat(np.arange(m), room)
    nth = np.arange(len(juror)) - np.repeat(np.cumsum(room) - room, room)
    return juror, (balance * ((left.begun + left.low)[juror] + nth)).astype(float)


def _constraints(left: Residual, rows, columns, units) -> list[LinearConstraint]:
    """Readings per application, loads, and rules, on the pairs then the units of load."""
    n, m = left.instance.costs.shape
    size, places = len(rows), np.arange(len(rows))
    ones = np.ones(size)
    per_row = coo_array((ones, (rows, places)), shape=(n, size)).tocsr()
    per_column = coo_array((ones, (columns, places)), shape=(m, size)).tocsr()
    extra = (len(units), np.arange(len(units)))
    steps = coo_array((-np.ones(extra[0]), (units, extra[1])), shape=(m, extra[0])).tocsr()
    none = csr_array((n, extra[0]))
    held = [LinearConstraint(hstack([per_row, none]).tocsr(), left.wanted, left.wanted)]
    if len(units):
        held.append(LinearConstraint(hstack([per_column, steps]).tocsr(), left.low, left.low))
    else:
        held.append(LinearConstraint(per_column, left.low, left.high))
    if len(left.instance.bounds):
        held.append(_rules(left, rows, columns, extra[0]))
    return held


def _rules(left: Residual, rows, columns, units: int) -> LinearConstraint:
    """One row per rule and application."""
    least, most = left.limits
    n, size = len(left.wanted), len(rows)
    blocks = []
    for inside in left.members:
        here = np.flatnonzero(inside[columns])
        blocks.append(coo_array((np.ones(len(here)), (rows[here], here)), shape=(n, size + units)))
    return LinearConstraint(vstack(blocks).tocsr(), least.ravel(), most.ravel())
