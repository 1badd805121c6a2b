"""Why an instance cannot be served: the least cut, as data of which words can be made.

Max-flow min-cut (Ford & Fulkerson, 1956): when the readings wanted do not fit, there is a set of
applications of which all possible readers, at the loads they accept, give fewer readings than
these applications want; no plan does better.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import breadth_first_order, connected_components, maximum_flow

from essaim.jury.assignment.instance import BARRED, Instance
from essaim.jury.assignment.network import Network
from essaim.jury.assignment.residual import Residual


class Kind(StrEnum):
    """What falls short."""

    READERS = "readers"  # the applications want more readings than their readers may give
    LEAST_LOAD = "least_load"  # the jurors' least loads exceed what they may read
    RULES = "rules"  # crossing rules that no plan obeys: no cut is known


@dataclass(frozen=True)
class Shortage:
    """A set of applications and jurors that do not fit together, in the caller's names.

    READERS: ``applications`` lack ``missing`` of the ``asked`` readings still to deal; all their
    possible readers are ``jurors``, of whom ``full`` would read their largest load.
    LEAST_LOAD: ``jurors`` lack ``missing`` of the ``asked`` readings of their least loads;
    ``applications`` are all they may read. RULES: the sets are empty.
    ``rules``: names of the rules on the readers of these applications.
    """

    kind: Kind
    applications: tuple[Hashable, ...]
    jurors: tuple[Hashable, ...]
    full: tuple[Hashable, ...]
    asked: int
    missing: int
    rules: tuple[str, ...] = ()


class Unservable(Exception):
    """No plan gives everybody its readings within the loads and the rules; ``shortages`` says why."""

    def __init__(self, shortages: list[Shortage]):
        super().__init__(shortages)
        self.shortages = shortages


@dataclass(frozen=True)
class Cut:
    """The two sides of a least cut: ``short`` (nodes,) bool marks the side that lacks something.

    ``unmet`` (n,) or (m,): readings missing per application (READERS) or juror (LEAST_LOAD).
    """

    kind: Kind
    short: np.ndarray
    unmet: np.ndarray


def least_cut(left: Residual, net: Network) -> Cut | None:
    """The cut of a network that has no full flow; None when both sides can be served."""
    n, m = left.instance.costs.shape
    capacities, flow = _max_flow(left, net, left.high)
    size = len(net.supplies)
    demands = capacities[:size, [size + 1]].toarray().ravel()
    unmet = demands - flow[:size, [size + 1]].toarray().ravel()
    if unmet.any():
        to_sink = _reachable((capacities - flow).T.tocsr(), size + 1)[:size]
        hurt = np.zeros(size, dtype=np.int64)
        np.add.at(hurt, _application_of(net, n, size), unmet)
        return Cut(Kind.READERS, to_sink, hurt[:n])
    capacities, flow = _max_flow(left, net, left.low)
    idle = left.low - flow[[size], n : n + m].toarray().ravel()
    if idle.any():
        from_source = _reachable((capacities - flow).tocsr(), size)[:size]
        return Cut(Kind.LEAST_LOAD, from_source, idle)
    return None


def _max_flow(left: Residual, net: Network, loads: np.ndarray) -> tuple[csr_array, csr_array]:
    """(capacities, flow) with a source and a sink added: nodes len(supplies) and one more."""
    n, m = left.instance.costs.shape
    size = len(net.supplies)
    inner = (net.tails != n + m) & (net.capacities > 0)
    others = np.r_[:n, n + m + 1 : size]
    gives, takes = others[net.supplies[others] > 0], others[net.supplies[others] < 0]
    tails = np.r_[net.tails[inner], np.full(m + len(gives), size), takes]
    heads = np.r_[net.heads[inner], n : n + m, gives, np.full(len(takes), size + 1)]
    data = np.r_[net.capacities[inner], loads, net.supplies[gives], -net.supplies[takes]]
    enough = np.minimum(data, left.wanted.sum() + 1).astype(np.int32)
    capacities = coo_array((enough, (tails, heads)), shape=(size + 2, size + 2)).tocsr()
    capacities.indices = capacities.indices.astype(np.int32)
    capacities.indptr = capacities.indptr.astype(np.int32)
    return capacities, maximum_flow(capacities, size, size + 1).flow


def _reachable(residual: csr_array, start: int) -> np.ndarray:
    residual.data = np.maximum(residual.data, 0)
    residual.eliminate_zeros()
    reached = np.zeros(residual.shape[0], dtype=bool)
    reached[breadth_first_order(residual, start, return_predecessors=False)] = True
    return reached


def _application_of(net: Network, n: int, size: int) -> np.ndarray:
    """The application that each node belongs to (its own number where there is none)."""
    owner = np.arange(size)
    owner[net.bounds[:, 0]] = net.bounds[:, 1]
    return owner


def sides(left: Residual, net: Network, cut: Cut) -> tuple[np.ndarray, np.ndarray]:
    """(applications, jurors) as masks: of a true cut, no pair between them is left out of the net.

    READERS: short applications and the jurors who have readings to spare. LEAST_LOAD: applications
    that still have room, and the jurors with too few.
    """
    n, m = left.instance.costs.shape
    jurors = cut.short[n : n + m]
    short = np.zeros(len(net.supplies), dtype=bool)
    wanting = cut.short if cut.kind == Kind.READERS else ~cut.short
    np.logical_or.at(short, _application_of(net, n, len(net.supplies)), wanting)
    return short[:n], jurors if cut.kind == Kind.LEAST_LOAD else ~jurors


def shortages(left: Residual, net: Network, cut: Cut) -> list[Shortage]:
    """The cut in the caller's names, one shortage for each part that has nothing to do with others."""
    instance = left.instance
    n, m = instance.costs.shape
    may = left.values != BARRED
    rows, columns = np.nonzero(may)
    applications, _jurors = sides(left, net, cut)
    if cut.kind == Kind.READERS:
        inside = applications[rows] & cut.short[n : n + m][columns]
    else:
        inside = cut.short[n : n + m][columns] & cut.short[:n][rows]
    graph = coo_array((np.ones(inside.sum()), (rows[inside], n + columns[inside])), (n + m, n + m))
    _count, parts = connected_components(graph, directed=False)
    hurt = np.flatnonzero(cut.unmet) + (0 if cut.kind == Kind.READERS else n)
    found = [parts == part for part in np.unique(parts[hurt])]
    say = _readers if cut.kind == Kind.READERS else _least_load
    return [say(left, cut, applications, part, may) for part in found]


def _readers(left: Residual, cut: Cut, wanting, part, may) -> Shortage:
    n, m = left.instance.costs.shape
    applications = part[:n] & wanting
    jurors = may[applications].any(axis=0)
    return Shortage(
        Kind.READERS,
        _names(left.instance.applications, applications),
        _names(left.instance.jurors, jurors),
        _names(left.instance.jurors, jurors & cut.short[n : n + m]),
        int(left.wanted[applications].sum()),
        int(cut.unmet[applications].sum()),
        _rules(left.instance, jurors),
    )


def _least_load(left: Residual, cut: Cut, _wanting, part, may) -> Shortage:
    n, m = left.instance.costs.shape
    jurors = part[n : n + m] & cut.short[n : n + m]
    applications = may[:, jurors].any(axis=1)
    return Shortage(
        Kind.LEAST_LOAD,
        _names(left.instance.applications, applications),
        _names(left.instance.jurors, jurors),
        (),
        int(left.low[jurors].sum()),
        int(cut.unmet[jurors].sum()),
        _rules(left.instance, jurors),
    )


def _names(names: tuple[Hashable, ...], chosen: np.ndarray) -> tuple[Hashable, ...]:
    return tuple(names[place] for place in np.flatnonzero(chosen))


def _rules(instance: Instance, jurors: np.ndarray) -> tuple[str, ...]:
    here = set(np.flatnonzero(jurors).tolist())
    return tuple(b.name for b in instance.bounds if b.name and len(b.members & here) > 1)
