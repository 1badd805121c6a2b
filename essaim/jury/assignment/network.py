"""The flow network of an assignment, and its best flow.

Nodes: applications 0…n−1, jurors n…n+m−1, the source n+m, then one node per application and bound
that can bind there. Arcs: juror → application (or its innermost bound), bound → wider bound →
application, source → juror. A juror is supplied with the least load and takes the rest, up to the
largest, from the source: one flow carries both limits. A bound's least is a demand of its node.

Min-cost flow: Ahuja, Magnanti & Orlin, *Network Flows* (1993), chapters 9-11; the solver is the
cost-scaling one of OR-Tools (Goldberg, *An efficient implementation of a scaling minimum-cost flow
algorithm*, 1997).
"""

from dataclasses import dataclass

import numpy as np

from essaim.jury.assignment.instance import BARRED
from essaim.jury.assignment.residual import Residual

try:
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow
except ImportError:  # no wheel for this machine: integer.py answers instead
    SimpleMinCostFlow = None


@dataclass(frozen=True)
class Network:
    """Arcs are arrays of one length: first the ``pairs`` (juror, application), then the others.

    ``costs`` are to be minimised: less affinity, as affinity × 10,000. ``supplies`` per node; what
    a node demands is negative. ``bounds`` (q, 3): node, application, bound.
    """

    pairs: int
    tails: np.ndarray
    heads: np.ndarray
    capacities: np.ndarray
    costs: np.ndarray
    supplies: np.ndarray
    bounds: np.ndarray


@dataclass
class _Arcs:
    """Blocks of arcs, gathered before they are joined."""

    blocks: list[tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]]

    def add(self, tails, heads, capacities, costs) -> None:
        same = np.broadcast_arrays(tails, heads, capacities, costs)
        self.blocks.append((same[0], same[1], same[2], same[3]))

    def joined(self) -> list[np.ndarray]:
        return [np.concatenate(part).astype(np.int64) for part in zip(*self.blocks, strict=True)]


def network(left: Residual, rows: np.ndarray, columns: np.ndarray) -> Network:
    """The network where only the pairs (rows[a], columns[a]) may be chosen."""
    n, m = left.instance.costs.shape
    supplies = np.zeros(n + m + 1, dtype=np.int64)
    supplies[:n] = -left.wanted
    supplies[n : n + m] = left.low
    supplies[n + m] = left.wanted.sum() - left.low.sum()
    heads, bound_arcs, nodes, supplies = _bounded(left, rows, columns, supplies)
    arcs = _Arcs([])
    arcs.add(n + columns, heads, 1, -left.values[rows, columns])
    arcs.blocks.append(bound_arcs)
    _add_loads(left, columns, arcs)
    tails, heads, capacities, costs = arcs.joined()
    return Network(len(rows), tails, heads, capacities, costs, supplies, nodes)


def _add_loads(left: Residual, columns: np.ndarray, arcs: _Arcs) -> None:
    """From the source to the jurors: in one arc each, or unit by unit when each costs more."""
    n, m = left.instance.costs.shape
    room = np.minimum(left.high, np.maximum(np.bincount(columns, minlength=m), left.low)) - left.low
    balance = left.instance.balance
    if not balance:
        arcs.add(n + m, n + np.arange(m), room, 0)
        return
    juror = np.repeat(np.arange(m), room)
    nth = np.arange(len(juror)) - np.repeat(np.cumsum(room) - room, room)
    arcs.add(n + m, n + juror, 1, balance * (left.begun + left.low)[juror] + balance * nth)


def _bounded(left: Residual, rows, columns, supplies):
    """Where each pair's arc ends, the arcs and nodes of the bounds, and the supplies of all nodes."""
    tree = left.instance.tree
    n, m = left.instance.costs.shape
    heads = rows.copy()
    nodes = np.zeros((0, 3), dtype=np.int64)
    empty = np.zeros(0, dtype=np.int64)
    if tree is None or not len(tree.parent):
        return heads, (empty, empty, empty, empty), nodes, supplies
    least, most = left.limits
    # What hangs below: pairs first, then the nodes made on the way; each at the bound it enters.
    row, at = rows.copy(), tree.inner[columns]
    entered = np.full(len(rows), -1)
    for depth in range(int(tree.depth.max()), -1, -1):
        keys, of_key = _keys_at(depth, row, at, tree, least, most)
        made = n + m + 1 + len(nodes) + np.arange(len(keys))
        here = of_key >= 0
        entered[here] = made[of_key[here]]
        passing = ~here & (at >= 0) & (tree.depth[at] == depth)
        at = np.where(here, -2, at)
        at[passing] = tree.parent[at[passing]]
        nodes = np.concatenate([nodes, np.column_stack([made, keys % n, keys // n])])
        row, at = np.append(row, keys % n), np.append(at, tree.parent[keys // n])
        entered = np.append(entered, np.full(len(keys), -1))
    ends = np.where(entered >= 0, entered, row)
    lows, highs = least[nodes[:, 2], nodes[:, 1]], most[nodes[:, 2], nodes[:, 1]]
    supplies = np.append(supplies, -lows.astype(np.int64))
    np.add.at(supplies, ends[len(rows) :], lows)
    spare = np.maximum(highs - lows, 0)
    return ends[: len(rows)], (nodes[:, 0], ends[len(rows) :], spare, 0 * spare), nodes, supplies


def _keys_at(depth: int, row, at, tree, least, most) -> tuple[np.ndarray, np.ndarray]:
    """The bounds of this depth that can bind, as keys bound × n + application, sorted; and, for
    each thing that hangs there, the place of its key (−1 for none).
    """
    n = least.shape[1]
    here = np.flatnonzero((at >= 0) & (tree.depth[at] == depth))
    keys, inverse, counts = np.unique(
        at[here] * n + row[here], return_inverse=True, return_counts=True
    )
    bound, application = np.divmod(keys, n)
    asked = least[bound, application] > 0
    kept = asked | (counts > most[bound, application])
    place = np.full(len(row), -1)
    place[here] = np.where(kept, np.cumsum(kept) - 1, -1)[inverse]
    lacking = np.flatnonzero((least > 0) & (tree.depth[:, None] == depth))
    found = keys[kept]
    alone = np.setdiff1d(lacking, found)
    return np.concatenate([found, alone]), place


def best_flow(net: Network) -> np.ndarray | None:
    """The flow on every arc, of least cost; None when some supply cannot be placed."""
    flow = SimpleMinCostFlow()
    flow.add_arcs_with_capacity_and_unit_cost(net.tails, net.heads, net.capacities, net.costs)
    flow.set_nodes_supplies(np.arange(len(net.supplies)), net.supplies)
    if flow.solve() != flow.OPTIMAL:
        return None
    return np.asarray(flow.flows(np.arange(len(net.tails))))


def potentials(net: Network, flow: np.ndarray) -> np.ndarray:
    """(nodes,) int64: prices under which no unused arc is worth taking and no used one leaving.

    Shortest distances in the residual network (Bellman-Ford, all arcs at once); the flow must be of
    least cost, or this would not end.
    """
    forward, backward = flow < net.capacities, flow > 0
    tails = np.concatenate([net.tails[forward], net.heads[backward]])
    heads = np.concatenate([net.heads[forward], net.tails[backward]])
    costs = np.concatenate([net.costs[forward], -net.costs[backward]])
    distance = np.zeros(len(net.supplies), dtype=np.int64)
    while True:
        reached = distance[tails] + costs
        better = reached < distance[heads]
        if not better.any():
            return distance
        np.minimum.at(distance, heads[better], reached[better])


def head_prices(left: Residual, net: Network, prices: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """(len(rows), m): the price at the node where a new arc juror → application would end."""
    n, m = left.instance.costs.shape
    tree = left.instance.tree
    own = prices[rows][:, None]
    if tree is None or not len(net.bounds):
        return np.broadcast_to(own, (len(rows), m))
    size = len(tree.parent)
    table = np.repeat(own, size + 1, axis=1)  # the last column, index −1, is the application's
    place = np.full(n, -1)
    place[rows] = np.arange(len(rows))
    mine = net.bounds[place[net.bounds[:, 1]] >= 0]
    for depth in range(int(tree.depth.max()) + 1):
        level = np.flatnonzero(tree.depth == depth)
        table[:, level] = table[:, tree.parent[level]]
        nodes = mine[tree.depth[mine[:, 2]] == depth]
        table[place[nodes[:, 1]], nodes[:, 2]] = prices[nodes[:, 0]]
    return table[:, tree.inner]


def unbarred(values: np.ndarray, threshold: int) -> np.ndarray:
    """Which values are those of pairs that may be, at the threshold or above."""
    return values >= max(threshold, BARRED + 1)
