"""The figures of every application: raw beside adjusted, a range of places, a zone."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from enum import StrEnum
from math import sqrt

import numpy as np
from numpy import __version__ as numpy_version
from scipy import __version__ as scipy_version

from essaim.jury.ranking.agreement import intraclass, kendall
from essaim.jury.ranking.places import Model, Places, places
from essaim.jury.ranking.readings import Readings
from essaim.jury.ranking.severity import none, severity
from essaim.jury.ranking.variances import Cell, Variances, cells, reml

VERSION = 1
DRAWS = 5_000
LEAST_RATIO = 0.2  # τ_s/σ under which the correction is switched off


class Zone(StrEnum):
    CLEAR_IN = "clear_in"
    TO_DISCUSS = "to_discuss"
    CLEAR_OUT = "clear_out"


@dataclass(frozen=True)
class Rules:
    """What the rules of the call fix before any mark is given. ``first``: K, how many laureates.
    Clearly in from P ≥ ``sure``, clearly out up to P ≤ ``unlikely``. ``draws``: of the places."""

    first: int
    sure: float = 0.90
    unlikely: float = 0.05
    draws: int = DRAWS


@dataclass(frozen=True)
class Ranking:
    """``adjusted`` and ``removed`` (n,), ``severities`` (m,) in units of mark, averaged over what the
    marks allow. All of it is None when nothing tells the applications apart."""

    readings: Readings
    rules: Rules
    seed: int
    variances: Variances | None = None
    is_corrected: bool = False
    severities: np.ndarray | None = field(default=None, repr=False)
    adjusted: np.ndarray | None = field(default=None, repr=False)
    removed: np.ndarray | None = field(default=None, repr=False)
    places: Places | None = field(default=None, repr=False)

    @property
    def parts(self) -> int:
        """How many parts the readings fall into; above 1, places compare inside a part only."""
        return int(self.readings.parts.max(initial=-1)) + 1

    @property
    def compares(self) -> bool:
        """Whether being among the K first tells anything: in one part, with more files than K."""
        return self.parts == 1 and int(np.count_nonzero(self.readings.count)) > self.rules.first

    def zone(self, place: int) -> Zone:
        """Of one application; where places do not compare, the jury discusses."""
        if self.places is None or not self.compares or not self.readings.count[place]:
            return Zone.TO_DISCUSS
        likely = self.places.first[place]
        if likely >= self.rules.sure:
            return Zone.CLEAR_IN
        return Zone.CLEAR_OUT if likely <= self.rules.unlikely else Zone.TO_DISCUSS

    def record(self) -> dict:
        """Plain JSON: everything a page shows, and what replays it. Figures are rounded to the
        ten-thousandth; what nobody knows is None."""
        found = self.variances
        agreement = intraclass(found) if found else (None, None)
        return {
            "version": VERSION,
            "libraries": f"numpy {numpy_version}, scipy {scipy_version}",
            "seed": self.seed,
            "draws": self.rules.draws,
            "laureates": self.rules.first,
            "sure": self.rules.sure,
            "unlikely": self.rules.unlikely,
            "readings_sha256": self.readings.sha256(),
            "readings": len(self.readings.marks),
            "is_corrected": self.is_corrected,
            "parts": self.parts,
            "sigma": _known(found and sqrt(found.sigma2)),
            "tau": _known(found and sqrt(found.quality2)),
            "tau_severity": _known(found and sqrt(found.severity2)),
            "icc_one_reading": _known(agreement[0]),
            "icc_corrected": _known(agreement[1]),
            "kendall_w": _known(kendall(self.readings)),
            "files": [self._file(place) for place in range(self.readings.shape[0])],
            "jurors": [self._juror(place) for place in range(self.readings.shape[1])],
        }

    def _file(self, place: int) -> dict:
        readings, found = self.readings, self.places
        ranges = found.ranges[place] if found else [None] * 4
        return {
            "file": readings.applications[place],
            "readings": int(readings.count[place]),
            "part": int(readings.parts[place]),
            "raw": _known(readings.means[place]),
            "adjusted": _of(self.adjusted, place),
            "removed": _of(self.removed, place),
            "expected": _of(found.expected if found else None, place),
            "low90": _whole(ranges[0]),
            "low50": _whole(ranges[1]),
            "high50": _whole(ranges[2]),
            "high90": _whole(ranges[3]),
            "first": _of(found.first, place) if found and self.compares else None,
            "zone": str(self.zone(place)),
        }

    def _juror(self, place: int) -> dict:
        columns = self.readings.columns == place
        return {
            "juror": self.readings.jurors[place],
            "readings": int(columns.sum()),
            "severity": _of(self.severities, place),
        }


def rank(readings: Readings, rules: Rules, seed: int = 0) -> Ranking:
    """The ranking of these readings; the same readings, rules and seed give the same figures."""
    best = reml(readings)
    if best is None:
        return Ranking(readings, rules, seed)
    is_corrected = best.severity_ratio >= LEAST_RATIO
    models = [
        Model(readings, cell, _severity(readings, cell, is_corrected))
        for cell in cells(readings, best, is_corrected)
    ]
    shares = np.array([model.cell.share for model in models])
    return Ranking(
        readings,
        rules,
        seed,
        best,
        is_corrected,
        severities=shares @ [model.severity.mean for model in models],
        adjusted=shares @ [model.adjusted() for model in models],
        removed=shares @ [model.removed() for model in models],
        places=places(models, rules.first, rules.draws, seed),
    )


def _severity(readings: Readings, cell: Cell, is_corrected: bool):
    if not is_corrected:
        return none(readings)
    return severity(readings, cell.variances.sigma2, cell.variances.severity2)


def without(readings: Readings, juror: Hashable) -> Readings:
    """The same readings less those of one juror. Raises ValueError for a stranger."""
    kept = readings.columns != readings.jurors.index(juror)
    return Readings(
        readings.applications,
        readings.jurors,
        *(x[kept] for x in (readings.rows, readings.columns, readings.marks, readings.weights)),
    )


def groups(found: Places, first: int) -> dict[str, list[int]]:
    """The three groups of the SNSF: the funding line is the expected place of the K-th best;
    accepted above it, rejected below, and between the two those whose 50 % range holds the line."""
    order = np.argsort(found.expected, kind="stable")
    line = found.expected[order[first - 1]]
    split: dict[str, list[int]] = {"accepted": [], "lottery": [], "rejected": []}
    for place in order.tolist():
        low, high = found.ranges[place, 1:3]
        name = "accepted" if high < line else "rejected" if low > line else "lottery"
        split[name].append(place)
    return split


def _of(values: np.ndarray | None, place: int) -> float | None:
    return None if values is None else _known(values[place])


def _known(value) -> float | None:
    return None if value is None or np.isnan(value) else round(float(value), 4)


def _whole(value) -> int | None:
    return None if value is None or np.isnan(value) else int(value)
