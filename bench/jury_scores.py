"""What comparable scores cost, and what they are worth beside the raw mean.

make bench
"""

import time

import numpy as np

from bench.measures import show
from essaim.jury.ranking import Readings, Rules, build, rank

SEEDS = 100
THEMES = 5


def dealt_at_random(n: int, m: int, each: int) -> Readings:
    dice = np.random.default_rng(0)
    quality, severe = dice.normal(size=n), 0.5 * dice.normal(size=m)
    marks = [
        (i, int(j), 2 + quality[i] + severe[j] + 0.6 * dice.normal())
        for i in range(n)
        for j in dice.choice(m, size=each, replace=False)
    ]
    return build(marks, range(n))


def dealt_by_expertise(seed: int) -> tuple[Readings, np.ndarray]:
    """60 files, 10 jurors, 3 readings: two by jurors of the theme, one by another. Themes differ in
    quality, so that who reads a good theme gives high marks without being lenient."""
    dice = np.random.default_rng(seed)
    themes = dice.integers(THEMES, size=60)
    quality = 0.6 * dice.normal(size=THEMES)[themes] + 0.8 * dice.normal(size=60)
    severe = 0.6 * dice.normal(size=10)
    marks = []
    for file, theme in enumerate(themes):
        experts = [theme, theme + THEMES]
        others = [juror for juror in range(10) if juror not in experts]
        for juror in [*experts, dice.choice(others)]:
            marks.append(
                (file, int(juror), 2 + quality[file] + severe[juror] + 0.7 * dice.normal())
            )
    return build(marks, range(60)), quality


def regret(figures: np.ndarray, quality: np.ndarray, first: int = 4) -> float:
    """What is lost by taking the ``first`` of these figures rather than the true best."""
    chosen = np.argsort(-figures)[:first]
    return float(np.sort(quality)[-first:].sum() - quality[chosen].sum())


def centred(readings: Readings) -> np.ndarray:
    """Each juror's marks less their own mean: what is commonly done, and not offered."""
    own = np.bincount(readings.columns, readings.marks) / np.bincount(readings.columns)
    return np.bincount(readings.rows, readings.marks - own[readings.columns]) / readings.count


def main() -> None:
    print("\ncomparable scores")
    for n, m, limit in ((200, 15, 1), (10_000, 2_000, 45)):
        readings = dealt_at_random(n, m, 3)
        start = time.perf_counter()
        rank(readings, Rules(first=4)).record()
        show(f"{n} × {m}, 3 readings", f"{time.perf_counter() - start:.2f} s", f"(≤ {limit} s)")
    lost = np.zeros(3)
    for seed in range(SEEDS):
        readings, quality = dealt_by_expertise(seed)
        adjusted = rank(readings, Rules(first=4, draws=100)).adjusted
        for place, figures in enumerate((adjusted, readings.means, centred(readings))):
            lost[place] += regret(figures, quality) / SEEDS
    told = f"raw mean {lost[1]:.3f}, centred per juror {lost[2]:.3f}"
    show(f"regret, 60 × 10 × 3 by expertise, {SEEDS} seeds", f"{lost[0]:.3f}", f"(≤ raw) {told}")


if __name__ == "__main__":
    main()
