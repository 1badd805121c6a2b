"""The three variances: by restricted maximum likelihood (REML), and how sure one is of them.

y = μ + q_i + s_j + e, q ~ N(0, τ²), s ~ N(0, τ_s²), e ~ N(0, σ²/c). With γ = τ²/σ² and
γ_s = τ_s²/σ², Henderson's equations M(γ, γ_s) b = (1, Z, W)ᵀ C y give

    −2 ℓ = (N − 1) log σ̂² + n log γ + m log γ_s + log |M|,   σ̂² = yᵀC(y − ŷ)/(N − 1)

so σ² has its closed form and two logarithms remain to be searched. M is diagonal on the
applications: it is reduced to the jurors by a Schur complement, one Cholesky of m + 1 by m + 1.
Few marks say little of their own variances, and a plug-in would promise places too narrow. Up to
MOST_CELLED marks the places are drawn over a grid of (log γ, log γ_s) weighted by the likelihood and
a flat prior on the three standard deviations (which multiplies it by √(γ γ_s) and leaves σ² an
inverse gamma of shape (N − 4)/2 and scale (N − 1) σ̂²/2). Beyond, REML is as good as exact.
(Gelman, Bayesian Analysis 2006, on flat priors for standard deviations; Patterson & Thompson,
Biometrika 1971; Henderson, Biometrics 1975; Bates et al., Journal of Statistical Software 2015.)
"""

from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np
import scipy.linalg
from scipy.optimize import minimize

from essaim.jury.ranking.readings import Readings

LEAST, MOST = -12.0, 12.0  # log γ: beyond, the variance is nothing, or everything
START = (0.0, -1.5)
MOST_CELLED = 5_000
STEPS = np.arange(-4.5, 4.6, 0.5)  # of the grid, in logarithms, around the REML
NEGLIGIBLE = 1e-4


@dataclass(frozen=True)
class Variances:
    """σ², τ² and τ_s² in squared units of mark."""

    sigma2: float
    quality2: float
    severity2: float

    @property
    def severity_ratio(self) -> float:
        """τ_s/σ: below 0.2 correcting would add more noise than it takes off."""
        return sqrt(self.severity2 / self.sigma2) if self.sigma2 else 0.0


@dataclass(frozen=True)
class Cell:
    """Variances that the marks allow, with their share (all shares sum to 1). ``freedom``: of the
    inverse chi square that σ² follows in the cell; None when σ² is taken as known."""

    variances: Variances
    share: float = 1.0
    freedom: int | None = None

    def scales(self, dice: np.random.Generator, count: int) -> np.ndarray:
        """(count,) drawn σ over the σ of the cell."""
        if self.freedom is None:
            return np.ones(count)
        return np.sqrt(self.freedom / dice.chisquare(self.freedom, count))


class Likelihood:
    """−2 ℓ as a function of (log γ, log γ_s); what does not change is computed once."""

    def __init__(self, readings: Readings):
        self.readings = readings
        kept = readings.weight > 0
        self.weight = readings.weight[kept]
        self.incidence = readings.incidence[np.flatnonzero(kept)]
        # Far from zero, squares lose digits: the overall mean changes no variance.
        self.centre = np.average(readings.marks, weights=readings.weights)
        marks = readings.marks - self.centre
        self.total = np.bincount(
            readings.rows, readings.weights * marks, minlength=readings.shape[0]
        )[kept]
        self.juror_total = np.bincount(
            readings.columns, readings.weights * marks, minlength=readings.shape[1]
        )
        self.square = float(readings.weights @ marks**2)
        self.all = float(readings.weights @ marks)

    def __call__(self, point) -> float:
        return self.at(*point)[0]

    def at(self, log_quality: float, log_severity: float) -> tuple[float, float]:
        """(−2 ℓ, σ̂²) at γ = exp(log_quality), γ_s = exp(log_severity)."""
        n, m = len(self.weight), self.readings.shape[1]
        pivots = self.weight + exp(-log_quality)
        scaled = self.incidence.multiply((1 / np.sqrt(pivots))[:, None]).tocsr()
        ones = self.weight / np.sqrt(pivots)
        matrix = np.empty((m + 1, m + 1))
        matrix[0, 0] = self.weight.sum() - ones @ ones
        matrix[0, 1:] = matrix[1:, 0] = self.readings.juror_weight - scaled.T @ ones
        matrix[1:, 1:] = -(scaled.T @ scaled).toarray()
        matrix[np.arange(1, m + 1), np.arange(1, m + 1)] += self.readings.juror_weight + exp(
            -log_severity
        )
        given = self.total / np.sqrt(pivots)
        side = np.concatenate([[self.all - ones @ given], self.juror_total - scaled.T @ given])
        factor = scipy.linalg.cho_factor(matrix, lower=True)
        explained = given @ given + side @ scipy.linalg.cho_solve(factor, side)
        freedom = len(self.readings.marks) - 1
        sigma2 = max(self.square - explained, 1e-12 * self.square) / freedom
        determinant = np.log(pivots).sum() + 2 * np.log(np.diag(factor[0])).sum()
        value = freedom * log(sigma2) + n * log_quality + m * log_severity + determinant
        return float(value), float(sigma2)


def reml(readings: Readings) -> Variances | None:
    """The variances that best explain the marks; None when nothing varies or one mark alone is there
    (then no figure can tell the files apart)."""
    if len(readings.marks) < 2 or np.ptp(readings.marks) == 0:
        return None
    likelihood = Likelihood(readings)
    found = minimize(
        likelihood,
        START,
        method="L-BFGS-B",
        bounds=[(LEAST, MOST)] * 2,
        options={"ftol": 1e-10, "gtol": 1e-6},
    )
    return _at(likelihood, *found.x)[1]


def _at(likelihood: Likelihood, log_quality: float, log_severity: float) -> tuple[float, Variances]:
    value, sigma2 = likelihood.at(log_quality, log_severity)
    return value, Variances(sigma2, sigma2 * exp(log_quality), sigma2 * exp(log_severity))


def cells(readings: Readings, best: Variances, is_corrected: bool) -> list[Cell]:
    """The grid around ``best``, negligible cells left out; ``best`` alone where it says enough.

    When severity is not corrected it is held at nothing, and only γ varies.
    """
    freedom = len(readings.marks) - 4
    if not 0 < freedom <= MOST_CELLED:
        return [Cell(best)]
    likelihood = Likelihood(readings)
    severities = _around(best.severity2 / best.sigma2) if is_corrected else [LEAST]
    tried = []
    for log_quality in _around(best.quality2 / best.sigma2):
        for log_severity in severities:
            value, found = _at(likelihood, log_quality, log_severity)
            # Of −2 ℓ: σ² is integrated out, with three degrees of freedom for the flat prior.
            value -= 3 * log(found.sigma2) + log_quality + log_severity
            tried.append((value, found))
    least = min(value for value, _found in tried)
    shares = np.array([exp((least - value) / 2) for value, _found in tried])
    shares /= shares.sum()
    kept = shares >= NEGLIGIBLE
    scale = (len(readings.marks) - 1) / freedom
    return [
        Cell(
            Variances(found.sigma2 * scale, found.quality2 * scale, found.severity2 * scale),
            float(share / shares[kept].sum()),
            freedom,
        )
        for share, (_value, found), is_kept in zip(shares, tried, kept, strict=True)
        if is_kept
    ]


def _around(ratio: float) -> list[float]:
    return [x for x in log(ratio) + STEPS if LEAST <= x <= MOST]
