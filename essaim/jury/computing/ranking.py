"""Comparable scores from the marks that count."""

from essaim.jury.comparison import closed_sets, facts_of, hash_without, key_of, without
from essaim.jury.computing.found import Found
from essaim.jury.dealing import hash_of
from essaim.jury.models import Computation
from essaim.jury.ranking import Rules, build, rank
from essaim.jury.ranking.ranking import VERSION
from essaim.jury.table import marks_of


def compute_ranking(computation: Computation) -> Found:
    """The figures of every file; and, for each set of files closed to someone of the jury, the same
    computed as if those files were not there."""
    facts = facts_of(marks_of(computation.panel))
    seen = {
        key_of(closed): {
            **_figures(without(facts, closed), computation.seed),
            "hash": hash_without(facts, closed),
        }
        for closed in closed_sets(computation.panel)
    }
    libraries = seen[""]["libraries"]
    return Found({"seen": seen}, hash_of(facts), f"ranking {VERSION}, {libraries}")


def _figures(facts: dict, seed: int) -> dict:
    rules = Rules(facts["laureates"], facts["sure"], facts["unlikely"])
    readings = build(map(tuple, facts["marks"]), facts["files"])
    return rank(readings, rules, seed).record()
