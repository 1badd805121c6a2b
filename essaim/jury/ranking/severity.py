"""How severe each juror is, from the files read in common only.

    y_ij = μ + q_i + s_j + e_ij,  e_ij ~ N(0, σ²/c_ij)

With q free, the normal equations of s are (D_J − Nᵀ D_A⁻¹ N + λI) s = r where N (n, m) holds the
weights c_ij, D_A and D_J its sums, r_j = Σ_i c_ij (y_ij − ȳ_i) and λ = σ²/(3 τ_s)². The posterior
covariance of s is σ² times the inverse. Whatever is said of the quality of the files plays no
part: dealing the best files to one juror makes nobody lenient.
(MacKay, Kenna, Low & Parker, *Calibration with confidence*, R. Soc. Open Sci. 2017; Ge, Welling &
Ghahramani, *A Bayesian model for calibrating conference review scores*, 2013.)
"""

from dataclasses import dataclass, field

import numpy as np
import scipy.linalg

from essaim.jury.ranking.readings import Readings

WIDTH = 3.0  # times τ_s: a weak prior, the files in common speak first


@dataclass(frozen=True)
class Severity:
    """``mean`` (m,), centred; ``root`` (m, m) upper triangular R with RᵀR = precision, None when the
    correction is switched off (then everybody counts as equally severe, for certain)."""

    mean: np.ndarray = field(repr=False)
    root: np.ndarray | None = field(default=None, repr=False)

    def draws(self, dice: np.random.Generator, scales: np.ndarray) -> np.ndarray:
        """(m, d) draws of the severities, each centred; ``scales`` (d,) multiply the deviations."""
        shape = len(self.mean), len(scales)
        if self.root is None:
            return np.zeros(shape)
        noise = scipy.linalg.solve_triangular(self.root, dice.standard_normal(shape))
        drawn = self.mean[:, None] + noise * scales
        return drawn - drawn.mean(axis=0)


def common(readings: Readings) -> tuple[np.ndarray, np.ndarray]:
    """(D_J − Nᵀ D_A⁻¹ N, r): what the files read in common say, before any variance."""
    inverse = np.divide(
        1.0, readings.weight, out=np.zeros_like(readings.weight), where=readings.weight > 0
    )
    scaled = readings.incidence.multiply(np.sqrt(inverse)[:, None]).tocsr()
    shared = np.diag(readings.juror_weight) - (scaled.T @ scaled).toarray()
    apart = readings.weights * (readings.marks - readings.means[readings.rows])
    return shared, np.bincount(readings.columns, apart, minlength=readings.shape[1])


def severity(readings: Readings, sigma2: float, severity2: float) -> Severity:
    """The severities for given variances σ² and τ_s² (units of mark, squared).

    A juror who shares no file with anybody stays at zero, as uncertain as the prior.
    """
    shared, apart = common(readings)
    shared[np.diag_indices_from(shared)] += sigma2 / (WIDTH**2 * severity2)
    root = scipy.linalg.cholesky(shared)
    mean = scipy.linalg.cho_solve((root, False), apart)
    return Severity(mean - mean.mean(), root / np.sqrt(sigma2))


def none(readings: Readings) -> Severity:
    """Nobody is more severe than another."""
    return Severity(np.zeros(readings.shape[1]))
