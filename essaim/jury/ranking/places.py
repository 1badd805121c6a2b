"""Ranges of places, by seeded draws of the severities then of the qualities.

    q_i | s ~ N(w_i (ȳ_i − s̄_i − μ), w_i σ²/n_i),  w_i = τ²/(τ² + σ²/n_i)

n_i = Σ_j c_ij, and s̄_i the weighted mean severity of the readers of i. μ is the weighted mean of
ȳ_i − s̄_i with weights 1/(τ² + σ²/n_i). Each draw ranks the applications of a same part; the places
over the draws give the expected place, the ranges and P(among the K first).
(Heyard, Ott, Salanti & Egger, *Rethinking the funding line at the Swiss National Science
Foundation: Bayesian ranking and lottery*, Statistics and Public Policy 2022.)
"""

from dataclasses import dataclass, field

import numpy as np

from essaim.jury.ranking.readings import Readings
from essaim.jury.ranking.severity import Severity
from essaim.jury.ranking.variances import Cell

AT_ONCE = 250
RANGES = (5, 25, 75, 95)


@dataclass(frozen=True)
class Places:
    """Per application, among those of its part, 1 the best; NaN where nobody gave a mark.

    ``expected`` (n,); ``ranges`` (n, 4) 5 %, 25 %, 75 % and 95 % quantiles; ``first`` (n,) the
    probability to be among the K first.
    """

    expected: np.ndarray = field(repr=False)
    ranges: np.ndarray = field(repr=False)
    first: np.ndarray = field(repr=False)


class Model:
    """The distribution of the qualities once variances and severities are known: one cell."""

    def __init__(self, readings: Readings, cell: Cell, severity: Severity):
        self.readings, self.cell, self.severity = readings, cell, severity
        self.read = np.flatnonzero(readings.weight > 0)
        weight = readings.weight[self.read]
        noise = cell.variances.sigma2 / weight
        self.spread = cell.variances.quality2 + noise
        self.kept = cell.variances.quality2 / self.spread
        self.deviation = np.sqrt(self.kept * noise)
        self.incidence = readings.incidence[self.read].multiply(1 / weight[:, None]).tocsr()
        self.means = readings.means[self.read]

    def expected(self, severities: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(E(q) of the applications read (r, d), μ (d,)) for severities (m, d)."""
        apart = self.means[:, None] - self.incidence @ severities
        overall = np.average(apart, axis=0, weights=1 / self.spread)
        return self.kept[:, None] * (apart - overall), overall

    def adjusted(self) -> np.ndarray:
        """(n,) μ + E(q) at the mean severities, in units of mark; NaN where nobody gave a mark."""
        quality, overall = self.expected(self.severity.mean[:, None])
        return self._spread_out(quality[:, 0] + overall[0])

    def removed(self) -> np.ndarray:
        """(n,) the mean severity taken off; NaN where nobody gave a mark."""
        return self._spread_out(self.incidence @ self.severity.mean)

    def draws(self, dice: np.random.Generator, count: int) -> np.ndarray:
        """(r, count) places of the applications read, 1 the best of their part, in each draw."""
        drawn = np.empty((len(self.read), count), dtype=np.int32)
        parts = self.readings.parts[self.read]
        scales = self.cell.scales(dice, count)
        for start in range(0, count, AT_ONCE):
            now = scales[start : start + AT_ONCE]
            quality, _overall = self.expected(self.severity.draws(dice, now))
            quality += self.deviation[:, None] * dice.standard_normal(quality.shape) * now
            drawn[:, start : start + AT_ONCE] = _ranks(quality, parts)
        return drawn

    def _spread_out(self, values: np.ndarray) -> np.ndarray:
        whole = np.full(self.readings.shape[0], np.nan)
        whole[self.read] = values
        return whole


def places(models: list[Model], first: int, draws: int, seed: int) -> Places:
    """Over ``draws`` draws from ``seed``, shared among the cells; the same seed, the same places."""
    dice = np.random.default_rng(seed)
    shares = np.array([model.cell.share for model in models])
    counts = dice.multinomial(draws, shares / shares.sum())
    drawn = np.hstack(
        [model.draws(dice, count) for model, count in zip(models, counts, strict=True) if count]
    )
    n, read = models[0].readings.shape[0], models[0].read
    expected, among = np.full(n, np.nan), np.full(n, np.nan)
    ranges = np.full((n, len(RANGES)), np.nan)
    expected[read] = drawn.mean(axis=1)
    among[read] = (drawn <= first).mean(axis=1)
    # Whole places: a range of places is said in places that were drawn.
    ranges[read] = np.percentile(drawn, RANGES, axis=1, method="inverted_cdf").T
    return Places(expected, ranges, among)


def _ranks(quality: np.ndarray, parts: np.ndarray) -> np.ndarray:
    """(r, d) places in each draw, 1 the best, among the applications of the same part."""
    ranks = np.empty(quality.shape, dtype=np.int32)
    for part in np.unique(parts):
        inside = np.flatnonzero(parts == part)
        order = np.argsort(-quality[inside], axis=0)
        within = np.empty_like(order)
        np.put_along_axis(within, order, np.arange(1, len(inside) + 1)[:, None], axis=0)
        ranks[inside] = within
    return ranks
