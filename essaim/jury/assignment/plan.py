"""A plan: who reads what, with what is needed to explain it, replay it and compare it."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import version

import numpy as np

from essaim.jury.assignment.connectivity import components
from essaim.jury.assignment.instance import SCALE, Instance

FLOW, PROGRAMME = "ortools SimpleMinCostFlow", "scipy milp"


@dataclass(frozen=True)
class Plan:
    """Who reads what.

    ``pairs`` (p, 2) int64, indices (application, juror) in order, pinned and locked ones included.
    ``best`` the largest total affinity that any plan may have; None when it was not looked for.
    ``floor`` the affinity that every pair dealt reaches; None when no floor was set.
    ``lifted`` exchange chains that raised the worst served. ``joined`` exchanges made so that the
    graph holds in one part. ``solver`` its name and version.
    """

    instance: Instance = field(repr=False)
    pairs: np.ndarray = field(repr=False)
    solver: str
    best: float | None = None
    floor: float | None = None
    lifted: int = 0
    joined: int = 0

    @cached_property
    def instance_hash(self) -> str:
        return self.instance.sha256()

    @property
    def seed(self) -> int:
        return self.instance.seed

    @cached_property
    def affinities(self) -> np.ndarray:
        """(p,) affinity of each pair."""
        return self.instance.costs[self.pairs[:, 0], self.pairs[:, 1]] / SCALE

    @cached_property
    def sums(self) -> np.ndarray:
        """(n,) affinity that each application receives."""
        whole = np.rint(self.affinities * SCALE)
        return np.bincount(self.pairs[:, 0], whole, minlength=len(self.instance.wanted)) / SCALE

    @cached_property
    def loads(self) -> np.ndarray:
        """(m,) readings of each juror."""
        return np.bincount(self.pairs[:, 1], minlength=len(self.instance.jurors))

    @property
    def objective(self) -> float:
        """The total affinity, without bonus nor price of loads."""
        return float(np.rint(self.affinities * SCALE).sum() / SCALE)

    @property
    def worst_sum(self) -> float:
        """The sum of the worst served application; 0 when there is none."""
        judged = self.sums[self.instance.wanted > 0]
        return float(judged.min()) if len(judged) else 0.0

    @property
    def parts(self) -> int:
        """Parts of the graph of jurors and applications; above 1 severities do not compare."""
        return int(components(self.instance, self.pairs).max(initial=-1)) + 1

    @property
    def readings(self) -> list[tuple[Hashable, Hashable]]:
        """(application, juror) in the caller's names."""
        names = self.instance
        return [(names.applications[i], names.jurors[j]) for i, j in self.pairs.tolist()]

    def record(self) -> dict:
        """What to store beside the readings, fit for JSON: enough to replay and compare."""
        return {
            "objective": self.objective,
            "best": self.best,
            "floor": self.floor,
            "worst_sum": self.worst_sum,
            "loads": {
                str(j): int(n) for j, n in zip(self.instance.jurors, self.loads, strict=True)
            },
            "parts": self.parts,
            "lifted": self.lifted,
            "joined": self.joined,
            "seed": self.seed,
            "instance_sha256": self.instance_hash,
            "solver": self.solver,
        }


@dataclass(frozen=True)
class Difference:
    """What changes from one plan to the next, in the caller's names.

    ``moved``: readings taken from a juror who is still there; ``lost``: from one who is not.
    """

    added: tuple[tuple[Hashable, Hashable], ...]
    moved: tuple[tuple[Hashable, Hashable], ...]
    lost: tuple[tuple[Hashable, Hashable], ...]
    kept: int
    objective: float
    worst_sum: float
    loads: dict[Hashable, int]


def difference(old: Plan, new: Plan) -> Difference:
    """What applying ``new`` over ``old`` changes. ``objective`` and the rest are new less old.

    A juror is still there when the new instance names them and lets them read one thing at least.
    """
    before, after = set(old.readings), set(new.readings)
    limits = zip(new.instance.jurors, new.instance.load_max, strict=True)
    there = {name for name, most in limits if most}
    taken = [pair for pair in old.readings if pair not in after]
    loads = {name: int(load) for name, load in zip(new.instance.jurors, new.loads, strict=True)}
    for name, load in zip(old.instance.jurors, old.loads, strict=True):
        loads[name] = loads.get(name, 0) - int(load)
    return Difference(
        tuple(pair for pair in new.readings if pair not in before),
        tuple(pair for pair in taken if pair[1] in there),
        tuple(pair for pair in taken if pair[1] not in there),
        len(before & after),
        round(new.objective - old.objective, 4),
        round(new.worst_sum - old.worst_sum, 4),
        {name: change for name, change in loads.items() if change},
    )


def with_version(solver: str) -> str:
    """The solver and the version of its package."""
    return f"{solver} {version(solver.split()[0])}"
