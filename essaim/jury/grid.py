"""The grid file × juror of a plan, as one may see it."""

from dataclasses import dataclass

from essaim.applications.models import Application
from essaim.jury.models import Assignment, InterestDeclaration, Juror, Panel
from essaim.jury.progress import barred_pairs, counting_readings


@dataclass(frozen=True)
class Cell:
    """One juror and one file: ``state`` is « free », « ticked », « begun », « barred » or « waiting »
    (declaration not signed).
    """

    key: str
    juror: Juror
    state: str


@dataclass(frozen=True)
class Line:
    application: Application
    cells: list[Cell]
    count: int


@dataclass(frozen=True)
class PlanGrid:
    """``unseen``: readings of files closed to the viewer, which saving must leave alone."""

    files: list[Application]
    jurors: list[Juror]
    lines: list[Line]
    unseen: set[tuple[int, int]]


def grid_of(panel: Panel, user) -> PlanGrid:
    """The plan without the files that a link closes to ``user``. Six queries whatever the size."""
    closed = panel.organisations_closed_to(user)
    jurors = list(panel.jurors.in_office().select_related("user"))
    files = [
        f for f in panel.files.select_related("organisation") if f.organisation_id not in closed
    ]
    readings = {(a.application_id, a.juror_id): a for a in counting_readings(panel)}
    declared = set(
        InterestDeclaration.objects.filter(juror__panel=panel).values_list("juror", flat=True)
    )
    barred = barred_pairs(panel)

    def state(file, juror) -> str:
        reading = readings.get((file.pk, juror.pk))
        if reading:
            return "ticked" if reading.status == Assignment.Status.ASSIGNED else "begun"
        if (file.organisation_id, juror.pk) in barred:
            return "barred"
        return "free" if juror.pk in declared else "waiting"

    lines = [
        Line(
            file,
            [Cell(f"{file.public_id}:{j.public_id}", j, state(file, j)) for j in jurors],
            sum(1 for application, _juror in readings if application == file.pk),
        )
        for file in files
    ]
    shown = {file.pk for file in files}
    return PlanGrid(files, jurors, lines, {pair for pair in readings if pair[0] not in shown})
