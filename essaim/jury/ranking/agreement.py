"""How far the jurors agree.

ICC, from the variances: for one reading τ²/(τ² + τ_s² + σ²), and the same once severity is taken
off, τ²/(τ² + σ²). (Shrout & Fleiss, Psychological Bulletin 1979; McGraw & Wong 1996.)
Kendall's W, corrected for ties, where every juror read every application:
W = 12 Σ (R_i − R̄)² / (m² (n³ − n) − m Σ T_j). (Kendall & Babington Smith, 1939.)
"""

import numpy as np
from scipy.stats import rankdata

from essaim.jury.ranking.readings import Readings
from essaim.jury.ranking.variances import Variances


def intraclass(variances: Variances) -> tuple[float, float]:
    """(ICC of one reading as given, ICC once severity is taken off), from 0 to 1."""
    inside = variances.quality2 + variances.sigma2
    return (
        variances.quality2 / (inside + variances.severity2),
        variances.quality2 / inside,
    )


def kendall(readings: Readings) -> float | None:
    """W from 0 (each their own order) to 1 (the same order); None unless at least two jurors read
    all of at least two applications, or when every juror gave one mark to all."""
    n, m = readings.shape
    if n < 2 or m < 2 or len(readings.marks) < n * m:
        return None
    table = np.empty((n, m))
    table[readings.rows, readings.columns] = readings.marks
    ranks = rankdata(table, axis=0)
    ties = sum(
        float((counts**3 - counts).sum())
        for column in table.T
        for counts in [np.unique(column, return_counts=True)[1].astype(float)]
    )
    sums = ranks.sum(axis=1)
    most = m**2 * (n**3 - n) - m * ties
    return float(12 * ((sums - sums.mean()) ** 2).sum() / most) if most > 0 else None
