"""How well a juror suits an application: declared expertise on its themes, and a wish.

    affinity = Σ expertise(juror, theme) / (3 × themes of the application) + 0.1 × wish

Each part is kept, so that a plan can be explained and computed again.
"""

from dataclasses import dataclass

import numpy as np

MOST_EXPERT = 3
WISH = 0.1


@dataclass(frozen=True)
class Parts:
    """(n, m) float32 each: ``expertise`` from 0 to 1, ``wish`` −0.1, 0 or 0.1."""

    expertise: np.ndarray
    wish: np.ndarray

    @property
    def affinity(self) -> np.ndarray:
        """(n, m) the sum of the parts, from −0.1 to 1.1."""
        return self.expertise + self.wish


def by_theme(themes: np.ndarray, expertise: np.ndarray, wishes: np.ndarray) -> Parts:
    """The parts of the affinity of every pair.

    ``themes`` (n, T): 1 where the application has the theme; none at all gives no expertise.
    ``expertise`` (m, T): 0 to 3, as declared. ``wishes`` (n, m): −1 rather not, 0, 1 gladly.
    """
    counts = np.maximum(themes.sum(axis=1, keepdims=True), 1) * MOST_EXPERT
    shares = themes.astype(np.float32) @ expertise.T.astype(np.float32) / counts.astype(np.float32)
    return Parts(shares, np.float32(WISH) * wishes.astype(np.float32))
