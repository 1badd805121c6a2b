"""Who reads what, at best: a min-cost flow over the affinities, then fairness within 1 % of it.

    instance = build(applications, jurors, affinity, wanted=3, load_max=18, load_min=12)
    plan = fair_plan(instance)
    plan.readings, plan.record()

Pure: no database; numpy, scipy and OR-Tools, which the web process never loads.
"""

from essaim.jury.assignment.connectivity import components
from essaim.jury.assignment.cut import Kind, Shortage, Unservable
from essaim.jury.assignment.instance import (
    BadInstance,
    BarredPairs,
    Instance,
    Rule,
    at_least_one,
    at_most_one,
    build,
)
from essaim.jury.assignment.plan import Difference, Plan, difference
from essaim.jury.assignment.planning import (
    check,
    fair_plan,
    highest_worst,
    largest_total,
    rebalanced,
    withdrawn,
)

__all__ = [
    "BadInstance",
    "BarredPairs",
    "Difference",
    "Instance",
    "Kind",
    "Plan",
    "Rule",
    "Shortage",
    "Unservable",
    "at_least_one",
    "at_most_one",
    "build",
    "check",
    "components",
    "difference",
    "fair_plan",
    "highest_worst",
    "largest_total",
    "rebalanced",
    "withdrawn",
]
