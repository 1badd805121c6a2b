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


def snsf_panel() -> tuple[list[tuple[str, str, float]], dict[str, float]] | None:
    """The marks of the first mock panel of the Swiss National Science Foundation and the expected
    places published for it; None without the data."""
    if not DATA.exists():
        return None
    with (DATA / "snsf_mock_votes.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["panel"] == "p1"]
    with (DATA / "snsf_mock_panel1_published.csv").open(encoding="utf-8") as file:
        expected = {row["proposal"]: float(row["er"]) for row in csv.DictReader(file)}
    return [(r["proposal"], r["assessor"], float(r["num_grade"])) for r in rows], expected
