"""Rules per application on sets of jurors, and the forest they make when none cross."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Bound:
    """Between ``least`` and ``most`` readers of one application among ``members`` (indices)."""

    members: frozenset[int]
    least: int
    most: int
    name: str = ""


@dataclass(frozen=True)
class Forest:
    """Bounds of which any two are nested or disjoint, so that they fit in one flow.

    ``parent`` (b,): the smallest bound around each, −1 at the top. ``depth`` (b,): 0 at the top.
    ``inner`` (m,): the smallest bound around each juror, −1 for none.
    """

    parent: np.ndarray
    depth: np.ndarray
    inner: np.ndarray


def forest(bounds: tuple[Bound, ...], jurors: int) -> Forest | None:
    """How the bounds nest; None when two of them cross."""
    size = len(bounds)
    parent, depth = np.full(size, -1), np.zeros(size, dtype=np.int64)
    inner = np.full(jurors, -1)
    for place in sorted(range(size), key=lambda b: -len(bounds[b].members)):
        members = np.fromiter(bounds[place].members, dtype=np.int64)
        around = set(inner[members].tolist())
        if len(around) > 1:
            return None
        if around:
            parent[place] = around.pop()
            depth[place] = depth[parent[place]] + 1 if parent[place] >= 0 else 0
        inner[members] = place
    return Forest(parent, depth, inner)
