"""The list of journeys, with where each one stands today."""

from dataclasses import dataclass
from datetime import date

from essaim.support.models import Journey, Milestone, Phase
from essaim.support.overview import DONE, LATE, milestone_state, phase_state


@dataclass(frozen=True)
class JourneyRow:
    journey: Journey
    current: Phase | None
    current_is_late: bool
    late: list[Milestone]


def listed_journeys(user, today: date) -> list[JourneyRow]:
    """The journeys this person follows, in three queries, those under way first."""
    journeys = Journey.objects.visible_to(user).select_related(
        "laureate__organisation", "laureate__call"
    )
    rows = [_row(journey, today) for journey in journeys.prefetch_related("phases__milestones")]
    return sorted(rows, key=lambda row: row.journey.is_over)


def _row(journey: Journey, today: date) -> JourneyRow:
    phases = journey.phases.all()
    current = next((phase for phase in phases if phase_state(phase, today) != DONE), None)
    milestones = [milestone for phase in phases for milestone in phase.milestones.all()]
    return JourneyRow(
        journey=journey,
        current=current,
        current_is_late=current is not None and phase_state(current, today) == LATE,
        late=[m for m in milestones if milestone_state(m, today) == LATE],
    )
