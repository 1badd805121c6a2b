"""Who has done what, never what they think: declarations and readings, of a panel or a person."""

from dataclasses import dataclass

from django.db.models import Count, Q

from essaim.jury.models import (
    BEFORE_JURY,
    Assignment,
    Conflict,
    InterestDeclaration,
    Juror,
    Panel,
    Session,
)


@dataclass(frozen=True)
class JurorLine:
    """One juror: declaration signed or not, readings handed in out of those that count."""

    juror: Juror
    has_declared: bool
    done: int
    total: int

    @property
    def has_something_left(self) -> bool:
        return not self.has_declared or self.done < self.total


def counting_readings(panel: Panel):
    """The readings of a panel that count: no link, no recusal, file still before the jury."""
    return Assignment.objects.filter(
        juror__panel=panel, application__status__in=BEFORE_JURY
    ).free_of_conflict()


def juror_lines(panel: Panel) -> list[JurorLine]:
    """Every juror in office with their progress and what they know well, in five queries."""
    reviewed = Q(status=Assignment.Status.REVIEWED)
    counts = counting_readings(panel).order_by().values("juror")
    totals = {
        row["juror"]: row
        for row in counts.annotate(total=Count("pk"), done=Count("pk", filter=reviewed))
    }
    declared = set(
        InterestDeclaration.objects.filter(juror__panel=panel).values_list("juror", flat=True)
    )
    jurors = panel.jurors.in_office().select_related("user", "substitute_for__user", "panel__call")
    jurors = jurors.prefetch_related("user__expertises__theme")
    nothing = {"done": 0, "total": 0}
    return [
        JurorLine(juror, juror.pk in declared, row["done"], row["total"])
        for juror in jurors
        for row in [totals.get(juror.pk, nothing)]
    ]


def barred_pairs(panel: Panel) -> set[tuple[int, int]]:
    """(organisation, juror) pairs that a link closes, by primary keys."""
    conflicts = Conflict.objects.binding().filter(juror__panel=panel)
    return set(conflicts.values_list("organisation", "juror"))


@dataclass(frozen=True)
class Seat:
    """One seat of one person, with what is left to do there."""

    juror: Juror
    has_declared: bool
    readings: list[Assignment]
    sessions: list[Session]

    @property
    def done(self) -> int:
        return sum(1 for r in self.readings if r.status == Assignment.Status.REVIEWED)


def seats_of(user) -> list[Seat]:
    """The person's seats in every jury, their open readings and their sittings, in four queries."""
    jurors = list(
        Juror.objects.in_office()
        .filter(user=user)
        .select_related("panel__call")
        .order_by("-panel__call__opens_at", "pk")
    )
    declared = set(
        InterestDeclaration.objects.filter(juror__in=jurors).values_list("juror", flat=True)
    )
    readings: dict[int, list[Assignment]] = {}
    for reading in Assignment.objects.visible_to(user).select_related("application__organisation"):
        readings.setdefault(reading.juror_id, []).append(reading)
    sessions: dict[int, list[Session]] = {}
    for session in Session.objects.filter(panel__in=[juror.panel_id for juror in jurors]):
        sessions.setdefault(session.panel_id, []).append(session)
    return [
        Seat(j, j.pk in declared, readings.get(j.pk, []), sessions.get(j.panel_id, []))
        for j in jurors
    ]
