"""What is to be assigned: applications, jurors, how well each pair suits, and the rules.

Applications and jurors are any hashables, named by the caller; inside, everything is an index
(application i < n, juror j < m) and an integer: a cost matrix of affinity × 10,000, BARRED where
the pair may not be.
"""

import hashlib
import json
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import scipy.sparse

from essaim.jury.assignment.bounds import Bound, Forest, forest

SCALE = 10_000
BARRED = np.iinfo(np.int32).min
LARGEST = 1_000.0
ROWS_AT_ONCE = 500


class BadInstance(ValueError):
    """The instance contradicts itself; the message says where. Nothing was computed."""


class BarredPairs(BadInstance):
    """Pairs are pinned or locked and barred at once: ``pairs`` is [(application, juror)]."""

    def __init__(self, pairs: list[tuple[Hashable, Hashable]]):
        super().__init__(f"pinned or locked, and barred: {pairs}")
        self.pairs = pairs


@dataclass(frozen=True)
class Instance:
    """n applications, m jurors and the rules; made by ``build``, never by hand.

    ``costs`` (n, m) int32, affinity × 10,000, BARRED where no reading may be. ``wanted`` (n,) int64,
    readings per application. ``load_min`` ≤ load ≤ ``load_max`` (m,) int64. ``pinned``, ``locked``,
    ``existing`` (p, 2) int64, sorted rows (application, juror): pinned pairs must be in the plan,
    locked ones are opened readings and stay whatever the rules, existing ones earn ``bonus``.
    ``bounds`` hold per application; ``tree`` is their forest, None when they cross.
    ``bonus`` and ``balance`` are in units of affinity × 10,000.
    """

    applications: tuple[Hashable, ...]
    jurors: tuple[Hashable, ...]
    costs: np.ndarray = field(repr=False)
    wanted: np.ndarray = field(repr=False)
    load_min: np.ndarray = field(repr=False)
    load_max: np.ndarray = field(repr=False)
    pinned: np.ndarray = field(repr=False)
    locked: np.ndarray = field(repr=False)
    existing: np.ndarray = field(repr=False)
    bounds: tuple[Bound, ...] = ()
    tree: Forest | None = field(default=None, repr=False)
    bonus: int = 2_000
    balance: int = 0
    seed: int = 0
    arcs_per_side: int = 60

    @property
    def fixed(self) -> np.ndarray:
        """The pinned and locked pairs, (p, 2), each once."""
        return np.unique(np.concatenate([self.pinned, self.locked]), axis=0)

    def sha256(self) -> str:
        """The hash of the canonical form: same instance, same hash, on any machine.

        A line of JSON (format, names as text, bounds, settings), then the arrays as little-endian
        int32, each after its shape.
        """
        head = {
            "format": "essaim-assignment-1",
            "applications": [str(name) for name in self.applications],
            "jurors": [str(name) for name in self.jurors],
            "bounds": [[sorted(b.members), b.least, b.most] for b in self.bounds],
            "settings": [self.bonus, self.balance, self.seed, self.arcs_per_side],
        }
        digest = hashlib.sha256(json.dumps(head, sort_keys=True).encode())
        for name in "costs wanted load_min load_max pinned locked existing".split():
            array = np.ascontiguousarray(getattr(self, name), dtype="<i4")
            digest.update(f"\n{name} {array.shape}\n".encode())
            digest.update(array.data)
        return digest.hexdigest()

    def changed(self, **changes: Any) -> "Instance":
        """The same with some fields (indices and integers) replaced."""
        return replace(self, **changes)


def build(
    applications: Sequence[Hashable],
    jurors: Sequence[Hashable],
    affinity,
    *,
    wanted: int | Sequence[int],
    load_max: int | Sequence[int],
    load_min: int | Sequence[int] = 0,
    forbidden: Iterable[tuple[Hashable, Hashable]] = (),
    pinned: Iterable[tuple[Hashable, Hashable]] = (),
    locked: Iterable[tuple[Hashable, Hashable]] = (),
    existing: Iterable[tuple[Hashable, Hashable]] = (),
    bounds: Iterable["Rule"] = (),
    bonus: float = 0.2,
    balance: float = 0.0,
    seed: int = 0,
    arcs_per_side: int = 60,
) -> Instance:
    """An instance from the caller's names.

    ``affinity``: array (n, m) of floats, NaN where the pair may not be; or a scipy sparse array
    (n, m) where only the stored pairs may be (a stored zero counts). At most ±1,000, kept to the
    ten-thousandth. ``forbidden``: further pairs with no reading (conflict, refusal, language).
    ``wanted`` (n,), ``load_min``, ``load_max`` (m,): integers, one for all or one each.
    ``bonus``: what an existing pair is worth more, in affinity. ``balance``: what the reading given
    to a juror who already has r costs, per r, in affinity (0: loads only obey their limits).
    ``arcs_per_side``: pairs looked at first per application and per juror; it changes the speed.

    Raises BadInstance, and BarredPairs when a pinned or locked pair is barred.
    """
    applications, jurors = tuple(applications), tuple(jurors)
    rows, columns = _places(applications, "application"), _places(jurors, "juror")
    costs = _costs(affinity, (len(applications), len(jurors)))
    closed, must, opened, dealt = (
        _pairs(pairs, rows, columns) for pairs in (forbidden, pinned, locked, existing)
    )
    costs[closed[:, 0], closed[:, 1]] = BARRED
    limits = _bounds(bounds, columns)
    instance = Instance(
        applications,
        jurors,
        costs,
        _counts(wanted, len(applications), "wanted"),
        _counts(load_min, len(jurors), "load_min"),
        _counts(load_max, len(jurors), "load_max"),
        must,
        opened,
        dealt,
        limits,
        forest(limits, len(jurors)),
        round(bonus * SCALE),
        round(balance * SCALE),
        seed,
        arcs_per_side,
    )
    _check(instance)
    return instance


@dataclass(frozen=True)
class Rule:
    """Per application, between ``least`` and ``most`` readers among ``jurors`` (the caller's names)."""

    jurors: frozenset[Hashable]
    least: int = 0
    most: int | None = None
    name: str = ""


def at_most_one(labels: Mapping[Hashable, Hashable]) -> list[Rule]:
    """One reader per organisation (département, college…) and application: {juror: label}."""
    members: dict[Hashable, set[Hashable]] = {}
    for juror, label in labels.items():
        members.setdefault(label, set()).add(juror)
    return [Rule(frozenset(m), most=1, name=str(label)) for label, m in members.items()]


def at_least_one(jurors: Iterable[Hashable], name: str = "") -> Rule:
    """Each application is read by one of them at least: a college, a département."""
    return Rule(frozenset(jurors), least=1, name=name)


def pairs_of(instance: Instance, pairs: Iterable[tuple[Hashable, Hashable]]) -> np.ndarray:
    """Named pairs as rows of indices, (p, 2), sorted, each once. Raises BadInstance on a stranger."""
    rows = _places(instance.applications, "application")
    return _pairs(pairs, rows, _places(instance.jurors, "juror"))


def _places(names: tuple[Hashable, ...], what: str) -> dict[Hashable, int]:
    places = {name: place for place, name in enumerate(names)}
    if len(places) < len(names):
        raise BadInstance(f"one {what} is there twice")
    return places


def _pairs(pairs, rows: dict, columns: dict) -> np.ndarray:
    try:
        found = sorted({(rows[i], columns[j]) for i, j in pairs})
    except KeyError as stranger:
        raise BadInstance(f"a pair names an unknown application or juror: {stranger}") from None
    return np.array(found, dtype=np.int64).reshape(-1, 2)


def _costs(affinity, shape: tuple[int, int]) -> np.ndarray:
    if affinity.shape != shape:
        raise BadInstance(f"affinity is {affinity.shape}, not {shape}")
    costs = np.full(shape, BARRED, dtype=np.int32)
    if scipy.sparse.issparse(affinity):
        stored = affinity.tocoo()
        costs[stored.row, stored.col] = _scaled(stored.data)
        return costs
    for start in range(0, shape[0], ROWS_AT_ONCE):
        costs[start : start + ROWS_AT_ONCE] = _scaled(affinity[start : start + ROWS_AT_ONCE])
    return costs


def _scaled(values) -> np.ndarray:
    values = np.asarray(values, dtype=float)
    known = ~np.isnan(values)
    if np.any(np.abs(values, where=known, out=np.zeros_like(values)) > LARGEST):
        raise BadInstance("an affinity is beyond ±1,000")
    return np.where(known, np.rint(np.nan_to_num(values) * SCALE), BARRED).astype(np.int32)


def _counts(given, size: int, what: str) -> np.ndarray:
    counts = np.array(np.broadcast_to(np.asarray(given, dtype=np.int64), size))
    if np.any(counts < 0):
        raise BadInstance(f"{what} is negative")
    return counts


def _bounds(rules: Iterable[Rule], columns: dict) -> tuple[Bound, ...]:
    """The rules as indices; those that can never bind are left out, twins are merged."""
    merged: dict[frozenset[int], Bound] = {}
    for rule in rules:
        members = frozenset(columns[juror] for juror in rule.jurors if juror in columns)
        most = len(members) if rule.most is None else min(rule.most, len(members))
        if rule.least == 0 and most >= len(members):
            continue
        twin = merged.get(members, Bound(members, 0, len(members), rule.name))
        least, most = max(twin.least, rule.least), min(twin.most, most)
        merged[members] = Bound(members, least, most, twin.name or rule.name)
    return tuple(merged.values())


def _check(instance: Instance) -> None:
    if np.any(instance.load_min > instance.load_max):
        raise BadInstance("a juror's least load is above the largest")
    fixed = instance.fixed
    barred = fixed[instance.costs[fixed[:, 0], fixed[:, 1]] == BARRED]
    if len(barred):
        raise BarredPairs([(instance.applications[i], instance.jurors[j]) for i, j in barred])
    least = [bound for bound in instance.bounds if bound.least]
    if sum(len(b.members) for b in least) > len(frozenset().union(*(b.members for b in least))):
        raise BadInstance("two rules with a least number of readers share a juror")
    if any(bound.least > bound.most for bound in instance.bounds):
        raise BadInstance("a rule asks for more readers than it allows or knows")
    if np.any((instance.wanted > 0) & (instance.wanted < sum(b.least for b in least))):
        raise BadInstance("the rules ask for more readers than an application has readings")
