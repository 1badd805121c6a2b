"""What was read, by whom, and the mark given: the table that every figure is drawn from."""

import hashlib
import json
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components


class BadReadings(ValueError):
    """The readings contradict themselves; the message says where. Nothing was computed."""


@dataclass(frozen=True)
class Readings:
    """N marks of m jurors on n applications; made by ``build``.

    ``rows``, ``columns`` (N,) int64: application and juror of each mark, in order, no pair twice.
    ``marks`` (N,) float: the reader's weighted mean, in the units of the grid. ``weights`` (N,)
    float > 0: the declared confidence c, the variance of a mark being σ²/c.
    """

    applications: tuple[Hashable, ...]
    jurors: tuple[Hashable, ...]
    rows: np.ndarray = field(repr=False)
    columns: np.ndarray = field(repr=False)
    marks: np.ndarray = field(repr=False)
    weights: np.ndarray = field(repr=False)

    @cached_property
    def shape(self) -> tuple[int, int]:
        return len(self.applications), len(self.jurors)

    @cached_property
    def incidence(self) -> csr_array:
        """(n, m) the weights: N in the formulas."""
        return csr_array((self.weights, (self.rows, self.columns)), shape=self.shape)

    @cached_property
    def count(self) -> np.ndarray:
        """(n,) readings of each application."""
        return np.bincount(self.rows, minlength=self.shape[0])

    @cached_property
    def weight(self) -> np.ndarray:
        """(n,) n_i = Σ_j c_ij: as many as the readings when nobody said how sure they are."""
        return np.bincount(self.rows, self.weights, minlength=self.shape[0])

    @cached_property
    def juror_weight(self) -> np.ndarray:
        """(m,) Σ_i c_ij."""
        return np.bincount(self.columns, self.weights, minlength=self.shape[1])

    @cached_property
    def means(self) -> np.ndarray:
        """(n,) the raw weighted mean of each application, NaN where nobody gave a mark."""
        total = np.bincount(self.rows, self.weights * self.marks, minlength=self.shape[0])
        return np.divide(
            total, self.weight, out=np.full(self.shape[0], np.nan), where=self.weight > 0
        )

    @cached_property
    def parts(self) -> np.ndarray:
        """(n,) the connected part of the graph of readings each application is in, numbered from 0
        in the order of the applications; −1 where nobody gave a mark. Marks do not compare from one
        part to another: no juror links them."""
        n = self.shape[0]
        places = np.concatenate([self.rows, self.columns + n])
        graph = csr_array(
            (np.ones(len(places)), (places, np.concatenate([self.columns + n, self.rows]))),
            shape=(sum(self.shape), sum(self.shape)),
        )
        _count, labels = connected_components(graph, directed=False)
        found = np.where(self.count > 0, labels[:n], -1)
        numbers = {label: number for number, label in enumerate(dict.fromkeys(found[found >= 0]))}
        return np.array([numbers.get(label, -1) for label in found], dtype=np.int64)

    def sha256(self) -> str:
        """The hash of the canonical form: same marks, same hash, on any machine and in any order."""
        head = [[str(name) for name in names] for names in (self.applications, self.jurors)]
        digest = hashlib.sha256(json.dumps(["essaim-readings-1", *head]).encode())
        for array, kind in (
            (self.rows, "<i4"),
            (self.columns, "<i4"),
            (self.marks, "<f8"),
            (self.weights, "<f8"),
        ):
            digest.update(np.ascontiguousarray(array, dtype=kind).data)
        return digest.hexdigest()


def build(
    marks: Iterable[tuple[Hashable, Hashable, float]],
    applications: Iterable[Hashable] = (),
    confidence: dict[tuple[Hashable, Hashable], float] | None = None,
) -> Readings:
    """Readings from (application, juror, mark); who gave no mark is left out by the caller.

    ``applications``: all of them, read or not, in the order wanted; those met in ``marks`` are
    added. ``confidence`` {(application, juror): c}, 1 where nothing is said. Jurors are ordered as
    text, so that the order in which the marks come changes nothing.

    Raises BadReadings when a pair comes twice, or a mark or a confidence is not a number.
    """
    marks = list(marks)
    names = tuple(dict.fromkeys([*applications, *sorted({m[0] for m in marks}, key=str)]))
    jurors = tuple(sorted({m[1] for m in marks}, key=str))
    rows, columns = ({name: place for place, name in enumerate(x)} for x in (names, jurors))
    sure = confidence or {}
    table = sorted(
        (rows[a], columns[j], float(y), float(sure.get((a, j), 1.0))) for a, j, y in marks
    )
    array = np.array(table, dtype=float).reshape(-1, 4)
    pairs = array[:, :2].astype(np.int64)
    if len(np.unique(pairs, axis=0)) < len(pairs):
        raise BadReadings("one juror marks one application twice")
    if not np.all(np.isfinite(array)) or np.any(array[:, 3] <= 0):
        raise BadReadings("a mark is not a number, or a confidence is not above zero")
    return Readings(names, jurors, pairs[:, 0], pairs[:, 1], array[:, 2], array[:, 3])
