"""The assignment instances whose optima are proved, read where the outside data lies."""

import csv
from pathlib import Path

import numpy as np

from essaim.jury.assignment import Instance, build

DATA = Path(__file__).parents[3] / "shared/data/jury"


def proved(kind: str) -> tuple[Instance, dict[str, str]] | None:
    """The 50 × 10 instance (« easy » or « hard ») and its proved figures; None without the data."""
    if not DATA.exists():
        return None
    with (DATA / "assign_50x10_expected.csv").open(encoding="utf-8") as file:
        expected = next(row for row in csv.DictReader(file) if row["kind"] == kind)
    affinity = np.full((50, 10), np.nan)
    with (DATA / f"assign_50x10_{kind}.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["conflict"] == "0":
                affinity[int(row["application"]), int(row["juror"])] = float(row["affinity"])
    loads = {"load_min": int(expected["load_min"]), "load_max": int(expected["load_max"])}
    return build(range(50), range(10), affinity, wanted=3, **loads), expected
