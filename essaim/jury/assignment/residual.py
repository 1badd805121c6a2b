"""What is left to decide once the pinned and locked readings are counted."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from essaim.jury.assignment.instance import BARRED, Instance


@dataclass(frozen=True)
class Residual:
    """The instance less its fixed pairs. Fixed pairs win over loads and rules, never the reverse.

    ``wanted`` (n,), ``low`` and ``high`` (m,): what remains, never below zero.
    ``fixed`` (p, 2). ``begun`` (m,): fixed readings per juror.
    """

    instance: Instance
    fixed: np.ndarray
    begun: np.ndarray
    wanted: np.ndarray
    low: np.ndarray
    high: np.ndarray

    @cached_property
    def values(self) -> np.ndarray:
        """(n, m) int32: the cost matrix, plus the bonus of existing pairs; fixed pairs barred."""
        existing = self.instance.existing
        if not len(existing) and not len(self.fixed):
            return self.instance.costs
        values = self.instance.costs.copy()
        rows, columns = existing[:, 0], existing[:, 1]
        free = values[rows, columns] != BARRED
        values[rows[free], columns[free]] += self.instance.bonus
        values[self.fixed[:, 0], self.fixed[:, 1]] = BARRED
        return values

    @cached_property
    def members(self) -> np.ndarray:
        """(b, m) bool: which juror is in which bound."""
        inside = np.zeros((len(self.instance.bounds), len(self.instance.jurors)), dtype=bool)
        for place, bound in enumerate(self.instance.bounds):
            inside[place, list(bound.members)] = True
        return inside

    @cached_property
    def limits(self) -> tuple[np.ndarray, np.ndarray]:
        """(least, most), each (b, n) int16: the bounds of each application, less what is fixed.

        What the fixed pairs made impossible is not asked: no ``most`` below zero, and the leasts of
        one application never add up to more than the readings it still wants.
        """
        bounds = self.instance.bounds
        shape = (len(bounds), len(self.wanted))
        taken = np.zeros(shape, dtype=np.int16)
        for i, j in self.fixed:
            taken[self.members[:, j], i] += 1
        least = np.array([[b.least] for b in bounds], dtype=np.int16).reshape(-1, 1) - taken
        most = np.array([[b.most] for b in bounds], dtype=np.int16).reshape(-1, 1) - taken
        least = np.clip(least, 0, None)
        room = self.wanted.copy()
        for place in range(len(bounds)):
            least[place] = np.minimum(least[place], room)
            room = room - least[place]
        return least, np.clip(most, 0, None)

    def obeys(self, row: int, readers: np.ndarray) -> bool:
        """Whether these readers of one application (fixed ones included) keep to its rules."""
        if not self.instance.bounds:
            return True
        least, most = self.limits
        mine = np.setdiff1d(readers, self.fixed[self.fixed[:, 0] == row, 1])
        inside = self.members[:, mine].sum(axis=1)
        return bool(np.all((least[:, row] <= inside) & (inside <= most[:, row])))


def residual(instance: Instance) -> Residual:
    """What is left to decide in the instance."""
    fixed = instance.fixed
    begun = np.bincount(fixed[:, 1], minlength=len(instance.jurors))
    read = np.bincount(fixed[:, 0], minlength=len(instance.applications))
    return Residual(
        instance,
        fixed,
        begun,
        np.maximum(instance.wanted - read, 0),
        np.maximum(instance.load_min - begun, 0),
        np.maximum(instance.load_max - begun, 0),
    )
