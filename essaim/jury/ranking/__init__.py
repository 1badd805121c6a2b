"""Comparable scores: how severe each juror is on the files read in common, then ranges of places.

    readings = build([(application, juror, mark), …])
    ranking = rank(readings, Rules(first=4), seed=7)
    ranking.record()

In one sentence: jurors are compared only on the files they read in common; what one gives more
than the colleagues on the same files is taken off everywhere; with few readings a range of places is
shown, not a place. The decision is the jury's. Pure: no database; numpy and scipy, which the web
process never loads.
"""

from essaim.jury.ranking.ranking import Ranking, Rules, Zone, groups, rank, without
from essaim.jury.ranking.readings import BadReadings, Readings, build
from essaim.jury.ranking.variances import Variances, reml

__all__ = [
    "BadReadings",
    "Ranking",
    "Readings",
    "Rules",
    "Variances",
    "Zone",
    "build",
    "groups",
    "rank",
    "reml",
    "without",
]
