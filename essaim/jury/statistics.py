"""What a jury can learn from its call once the results are public. Small numbers are put together."""

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from essaim.applications.models import Application
from essaim.jury.comparison import comparison_for
from essaim.jury.models import Deliberation, Juror, Panel
from essaim.jury.progress import counting_readings
from essaim.jury.table import marks_of

SMALLEST = 3  # groups of fewer files could tell of one file: they are put together


@dataclass(frozen=True)
class Group:
    """Files of one kind and, among them, laureates."""

    label: str
    files: int
    laureates: int

    @property
    def percent(self) -> int:
        return round(100 * self.laureates / self.files)


@dataclass(frozen=True)
class Statistics:
    """``agreement`` and ``undecided`` are percentages, None where nothing was computed."""

    tables: list[tuple[str, list[Group]]]
    loads: list[tuple[str, int]]
    agreement: int | None
    undecided: int | None


def statistics_of(panel: Panel, closed: set[int]) -> Statistics:
    """The figures of a panel without the files of the organisations ``closed`` to who asks."""
    decided = Deliberation.objects.filter(session__panel=panel, session__status="closed")
    decided = decided.exclude(outcome="").exclude(application__organisation__in=closed)
    related = ("application__organisation__departement",)
    files = [item.application for item in decided.select_related(*related)]
    comparison = comparison_for(marks_of(panel), closed, is_named=False)
    zones = Counter(line.zone for line in comparison.lines) if comparison else Counter()
    total = zones.total()
    return Statistics(
        [
            (_("Taille"), grouped(files, lambda o: o.population_band)),
            (_("Type de structure"), grouped(files, lambda o: str(o.kind))),
            (_("Département"), grouped(files, _departement)),
        ],
        _loads(panel, closed),
        comparison.agreement_percent if comparison else None,
        round(100 * zones["to_discuss"] / total) if total else None,
    )


def grouped(files: list[Application], key) -> list[Group]:
    """One line per group, the largest first. Groups under SMALLEST are merged and, where the merged
    one is still too small, the smallest of the others joins it.
    """
    counts = Counter(key(file.organisation) for file in files)
    won = Counter(
        key(file.organisation) for file in files if file.status == Application.Status.LAUREATE
    )
    order = sorted(counts, key=lambda label: (-counts[label], label))
    kept = [label for label in order if counts[label] >= SMALLEST]
    merged = [label for label in order if counts[label] < SMALLEST]
    while merged and kept and sum(counts[label] for label in merged) < SMALLEST:
        merged.append(kept.pop())
    groups = [Group(label, counts[label], won[label]) for label in kept]
    number = sum(counts[label] for label in merged)
    if number >= SMALLEST:
        laureates = sum(won[label] for label in merged)
        groups.append(Group(_("autres, réunis"), number, laureates))
    return groups


def _departement(organisation) -> str:
    return organisation.departement_code or _("sans département")


def _loads(panel: Panel, closed: set[int]) -> list[tuple[str, int]]:
    """(juror, files read) for those in office, readings that count only."""
    read = counting_readings(panel).exclude(application__organisation__in=closed)
    counts = Counter(read.values_list("juror", flat=True))
    jurors = Juror.objects.filter(panel=panel).in_office().select_related("user")
    return [(str(juror), counts[juror.pk]) for juror in jurors]


def csv_lines(found: Statistics) -> list[list[str | int]]:
    """The same tables as lines of a spreadsheet."""
    head: list[str | int] = [
        _("Tableau"),
        _("Groupe"),
        _("Candidatures"),
        _("Lauréates"),
        _("Part, en %"),
    ]
    lines = [head]
    for title, groups in found.tables:
        lines += [[title, g.label, g.files, g.laureates, g.percent] for g in groups]
    lines += [[_("Lectures"), juror, number, "", ""] for juror, number in found.loads]
    if found.agreement is not None:
        lines.append([_("Accord entre lecteurs, en %"), "", "", "", found.agreement])
    if found.undecided is not None:
        lines.append([_("Dossiers à discuter, en %"), "", "", "", found.undecided])
    return lines
