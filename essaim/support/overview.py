"""What the page of a journey shows: where each phase stands, the days given, what to do first."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from essaim.base.text import fold
from essaim.support.models import Activity, Coach, Journey, Milestone, Phase, TimeEntry

DONE, CURRENT, LATE, UPCOMING = "done", "current", "late", "upcoming"
NONE = Decimal(0)


@dataclass(frozen=True)
class PhaseView:
    phase: Phase
    state: str  # DONE, CURRENT, LATE or UPCOMING
    milestones: list[tuple[Milestone, str]]  # with DONE, LATE or UPCOMING
    activities: list[Activity]

    @property
    def state_label(self) -> str:
        words = {
            DONE: _("close"),
            CURRENT: _("en cours"),
            LATE: _("à clore : sa fin est passée"),
            UPCOMING: _("à venir"),
        }
        return words[self.state]


@dataclass
class DaysRow:
    """Days of one sponsor for one skill."""

    sponsor: str
    skill: str
    promised: Decimal = NONE
    given: Decimal = NONE
    validated: Decimal = NONE


@dataclass(frozen=True)
class Overview:
    journey: Journey
    phases: list[PhaseView]
    coaches: list[Coach]
    entries: list[TimeEntry]
    days: list[DaysRow]

    @property
    def current(self) -> PhaseView | None:
        """The phase to speak of now: the first that is not closed."""
        return next((view for view in self.phases if view.state != DONE), None)

    @property
    def totals(self) -> DaysRow:
        return DaysRow(
            sponsor=_("En tout"),
            skill="",
            promised=sum((row.promised for row in self.days), NONE),
            given=sum((row.given for row in self.days), NONE),
            validated=sum((row.validated for row in self.days), NONE),
        )

    @property
    def to_validate(self) -> list[TimeEntry]:
        return [entry for entry in self.entries if entry.status == TimeEntry.Status.SUBMITTED]

    @property
    def disputed(self) -> list[TimeEntry]:
        return [entry for entry in self.entries if entry.status == TimeEntry.Status.DISPUTED]


def overview(journey: Journey, today: date) -> Overview:
    """Everything the page needs, in five queries whatever the length of the record."""
    phases = journey.phases.prefetch_related("milestones", "activities")
    entries = journey.time_entries.select_related("coach__user", "coach__sponsor", "validated_by")
    found = list(entries)
    return Overview(
        journey=journey,
        phases=[_phase_view(phase, today) for phase in phases],
        coaches=list(journey.coaches.select_related("user", "sponsor")),
        entries=found,
        days=_days(journey.skills_offers.select_related("sponsor"), found),
    )


def phase_state(phase: Phase, today: date) -> str:
    if phase.done_on:
        return DONE
    if today < phase.starts_on:
        return UPCOMING
    return CURRENT if today <= phase.ends_on else LATE


def milestone_state(milestone: Milestone, today: date) -> str:
    if milestone.reached_on:
        return DONE
    return LATE if milestone.due_on < today else UPCOMING


def _phase_view(phase: Phase, today: date) -> PhaseView:
    return PhaseView(
        phase=phase,
        state=phase_state(phase, today),
        milestones=[(m, milestone_state(m, today)) for m in phase.milestones.all()],
        activities=list(phase.activities.all()),
    )


def _days(offers, entries: list[TimeEntry]) -> list[DaysRow]:
    """Promised, given and validated days by sponsor and skill. A disputed time is not given yet."""
    rows: dict[tuple[str, str], DaysRow] = {}

    def row(sponsor, skill: str) -> DaysRow:
        key = (str(sponsor), fold(skill))
        return rows.setdefault(key, DaysRow(str(sponsor), skill or _("non précisée")))

    for offer in offers:
        row(offer.sponsor, offer.skill).promised += offer.days
    for entry in entries:
        if entry.status == TimeEntry.Status.DISPUTED:
            continue
        line = row(entry.coach.sponsor, entry.coach.skill)
        line.given += entry.days
        if entry.status == TimeEntry.Status.VALIDATED:
            line.validated += entry.days
    return sorted(rows.values(), key=lambda line: (line.sponsor, line.skill))


@dataclass(frozen=True)
class Seat:
    """What the person reading the page may do."""

    is_manager: bool
    is_laureate: bool
    is_coach: bool


def _outside_the_support(journey: Journey, seat: Seat) -> tuple[str, str]:
    if journey.is_over:
        return _("Rien à faire : cet accompagnement est terminé."), "summary"
    if seat.is_manager:
        return _(
            "Faire commencer l’accompagnement dès que l’acte et la convention sont prêts."
        ), "begin"
    return _("L’équipe du fonds prépare le démarrage. Vous serez prévenus."), ""


def next_thing(found: Overview, seat: Seat, today: date) -> tuple[str, str]:
    """The sentence of what to do first, and the anchor or act it leads to (a key of the page).

    The most urgent for this person comes first: what others wait for, then what is late, then
    what comes next.
    """
    journey, current = found.journey, found.current
    if journey.status != Journey.Status.ACTIVE:
        return _outside_the_support(journey, seat)
    waiting = _time_waiting(found, seat)
    if waiting:
        return waiting, "time"
    late = [m for view in found.phases for m, state in view.milestones if state == LATE]
    if late:
        return _("Jalon en retard : {name}. Dites-le atteint, ou parlez-en.").format(
            name=late[0]
        ), "phases"
    if current is None:
        return (
            (_("Terminer l’accompagnement : les quatre phases sont closes."), "complete")
            if seat.is_manager
            else (
                _("Les quatre phases sont closes. Merci ! Il reste à écrire la fiche."),
                "",
            )
        )
    if current.state == LATE:
        return _("Clore la phase « {phase} » en disant ce qui en est sorti.").format(
            phase=current.phase
        ), "phases"
    return _coming(current), "phases"


def _time_waiting(found: Overview, seat: Seat) -> str:
    if seat.is_laureate and found.to_validate:
        n = len(found.to_validate)
        return ngettext("Valider {n} temps donné", "Valider {n} temps donnés", n).format(n=n)
    if seat.is_coach and found.disputed:
        return _("Revoir un temps que l’équipe conteste.")
    return ""


def _coming(current: PhaseView) -> str:
    waiting = [m for m, state in current.milestones if state == UPCOMING]
    if waiting:
        day = date_format(waiting[0].due_on, "DATE_FORMAT")
        return _("Prochain jalon : {name}, pour le {day}.").format(name=waiting[0], day=day)
    if current.state == UPCOMING:
        day = date_format(current.phase.starts_on, "DATE_FORMAT")
        return _("Préparer la phase « {phase} », qui commence le {day}.").format(
            phase=current.phase, day=day
        )
    return _("Noter les activités de la phase « {phase} » et ce que l’on en retient.").format(
        phase=current.phase
    )
