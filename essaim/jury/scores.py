"""What the readers of one file think of it, in figures. Pure: no database, no order in the result.

A reader's mark on a file is the weighted mean of the criteria they answered:

    m = Σ wₖ·nₖ / Σ wₖ      over the criteria k with a mark nₖ (weight wₖ > 0)

« Sans avis » (None) leaves its criterion out and the other weights are renormalised: it is never
a zero. The file's mark is the plain mean of its readers' m; the spread is min, max and the sample
standard deviation (n − 1; unknown below two readers). Marks are in the units of the grid, raw:
nobody's severity is corrected, and nothing here ranks the files, the jury does.
Sums are exact to the last bit (math.fsum, statistics), so the order of readers changes nothing.
"""

import statistics
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import fsum


@dataclass(frozen=True)
class Spread:
    """The figures of one file; None where nobody gave a mark."""

    readings: int
    mean: float | None = None
    low: float | None = None
    high: float | None = None
    deviation: float | None = None


def weighted_mean(marks: Mapping, weights: Mapping) -> float | None:
    """One reader's mark: ``marks`` maps a criterion to a mark or None, ``weights`` to its weight.

    None when no criterion has a mark.
    """
    answered = {key: mark for key, mark in marks.items() if mark is not None}
    total = fsum(float(weights[key]) for key in answered)
    if not answered or total <= 0:
        return None
    return fsum(float(weights[key]) * mark for key, mark in answered.items()) / total


def spread(readings: Iterable[Mapping], weights: Mapping) -> Spread:
    """The figures of one file from its readers' marks (one mapping per reader)."""
    readings = list(readings)
    found = (weighted_mean(marks, weights) for marks in readings)
    means = [mean for mean in found if mean is not None]
    if not means:
        return Spread(len(readings))
    deviation = statistics.stdev(means) if len(means) > 1 else None
    return Spread(len(readings), statistics.fmean(means), min(means), max(means), deviation)


def criterion_means(readings: Iterable[Mapping], criteria: Iterable) -> dict:
    """The plain mean of each criterion over those who answered it; None where nobody did."""
    readings = list(readings)
    found = {}
    for key in criteria:
        marks = [marks[key] for marks in readings if marks.get(key) is not None]
        found[key] = statistics.fmean(marks) if marks else None
    return found
