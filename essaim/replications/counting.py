"""How replications are counted: the published rule, version 1.

One replication is counted for each **distinct adopter** (a named organisation of the directory)
that has the innovation **in service or sustained**, whose declaration is **at least confirmed by
the origin**, and whose relation is **more than an inspiration**.

Never counted: private records, records dismissed by the programme, and adopters that a source
mentions without naming them (« 10 centres de secours »): these are listed as ``unnamed``.
Shown apart, an adopter once, under the furthest it went: in service but only declared,
inspirations, in progress, suspended, abandoned, contested. ``second_generation`` tells how many
of the counted adopters took the innovation from another adopter.

Source: the counting rule of the product's reference (after the re-use counters of Hugging Face and
data.gouv.fr, whose bare totals mix intentions with facts). The rule changes only with its version.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from essaim.replications.models import LineageEdge, Replication

RULE_VERSION = 1

# From the furthest to the least: an adopter with two records counts once, under the first of these.
GROUPS = (
    "replications",
    "declared",
    "in_progress",
    "inspirations",
    "suspended",
    "abandoned",
    "contested",
)


@dataclass(frozen=True)
class Counts:
    """Distinct adopters in each group; ``unnamed`` counts records, ``adopters`` distinct bodies
    counted at least once whatever the sheet."""

    replications: int = 0
    second_generation: int = 0
    declared: int = 0
    in_progress: int = 0
    inspirations: int = 0
    suspended: int = 0
    abandoned: int = 0
    contested: int = 0
    unnamed: int = 0
    adopters: int = 0
    rule_version: int = RULE_VERSION


@dataclass(frozen=True)
class Row:
    """What the rule looks at in one record: one parent, one adopter (None when not named)."""

    case_id: int
    adopter_id: int | None
    status: str
    relation: str
    verification: str
    is_second_hand: bool = False


def group_of(row: Row) -> str:
    """The one group of a record by a named adopter: a name of GROUPS."""
    status, level = Replication.Status(row.status), Replication.Level(row.verification)
    if level == Replication.Level.CONTESTED:
        return "contested"
    if status == Replication.Status.ABANDONED:
        return "abandoned"
    if status == Replication.Status.SUSPENDED:
        return "suspended"
    if row.relation == Replication.Relation.INSPIRATION:
        return "inspirations"
    if status not in Replication.IN_USE:
        return "in_progress"
    return "replications" if level in Replication.CONFIRMED_LEVELS else "declared"


def count(rows: Iterable[Row]) -> Counts:
    """The counts of some records. An adopter of two sheets counts once for each sheet."""
    best: dict[tuple[int, int], Row] = {}
    unnamed = 0
    for row in rows:
        if row.adopter_id is None:
            unnamed += 1
            continue
        key = (row.case_id, row.adopter_id)
        if key not in best or _rank(row) < _rank(best[key]):
            best[key] = row
    totals = Counter(group_of(row) for row in best.values())
    counted = [row for row in best.values() if group_of(row) == "replications"]
    return Counts(
        second_generation=sum(row.is_second_hand for row in counted),
        unnamed=unnamed,
        adopters=len({row.adopter_id for row in counted}),
        **{group: totals[group] for group in GROUPS},
    )


def _rank(row: Row) -> tuple[int, bool]:
    # At equal group, what was taken from the origin itself comes before what was seen elsewhere.
    return GROUPS.index(group_of(row)), row.is_second_hand


def rows_for(cases) -> list[Row]:
    """The public records of these sheets (a queryset or a list of Case), in one query."""
    edges = LineageEdge.objects.filter(
        case_version__case__in=cases, child__in=Replication.objects.public()
    )
    values = edges.values_list(
        "case_version__case_id",
        "child__adopter_id",
        "child__status",
        "child__relation",
        "child__verification",
        "through_id",
    )
    return [Row(*row[:-1], is_second_hand=row[-1] is not None) for row in values]


def counts_for(cases) -> dict[int, Counts]:
    """{case pk: Counts} for each of these sheets, in one query; a sheet never taken up is all zeros."""
    by_case: dict[int, list[Row]] = defaultdict(list)
    for row in rows_for(cases):
        by_case[row.case_id].append(row)
    return {case.pk: count(by_case[case.pk]) for case in cases}


def total_for(cases) -> Counts:
    """The counts of these sheets together."""
    return count(rows_for(cases))
