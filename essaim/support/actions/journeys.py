"""The life of a journey, from its opening to its end."""

from datetime import date
from itertools import pairwise

from django.db import IntegrityError, transaction
from django.utils import timezone

from essaim.accounts.actions import advance, log
from essaim.applications.models import Answer, Laureate
from essaim.support import emails
from essaim.support.actions.guards import needs_manager, needs_writer
from essaim.support.calendar import DEFAULT_MONTHS, phase_dates
from essaim.support.exceptions import (
    DatesOutOfOrder,
    JourneyAlreadyOpen,
    NotYours,
    PhasesStillOpen,
    ReasonMissing,
)
from essaim.support.models import Journey, Phase
from essaim.support.permissions import manages

OBJECTIVE_QUESTIONS = ("ambition", "attentes")


@transaction.atomic
def open_journey(laureate: Laureate, starts_on: date, by) -> Journey:
    """The support of a laureate, with its four phases dated; everything else comes from the application.

    Raises NotYours for anyone but the programme's managers, JourneyAlreadyOpen the second time.
    """
    if not manages(by, laureate):
        raise NotYours()
    dates = phase_dates(starts_on, laureate.call.programme.support_months or DEFAULT_MONTHS)
    try:
        with transaction.atomic():
            journey = Journey.objects.create(
                laureate=laureate,
                starts_on=starts_on,
                ends_on=dates["sharing"][1],
                objective=_known_objective(laureate),
            )
    except IntegrityError as error:
        raise JourneyAlreadyOpen() from error
    Phase.objects.bulk_create(
        Phase(journey=journey, kind=kind, position=position, starts_on=first, ends_on=last)
        for position, (kind, (first, last)) in enumerate(dates.items(), start=1)
    )
    log(journey, "open", by=by)
    emails.journey_opened(journey)
    return journey


def _known_objective(laureate: Laureate) -> str:
    """What the application already says the team wants: its ambition, then what it expects."""
    if laureate.application is None:
        return ""
    answers = Answer.objects.filter(
        application=laureate.application, question__code__in=OBJECTIVE_QUESTIONS
    )
    told = dict(answers.values_list("question__code", "value"))
    return "\n\n".join(told[code].strip() for code in OBJECTIVE_QUESTIONS if told.get(code))


@transaction.atomic
def reschedule(journey: Journey, dates: dict[str, tuple[date, date]], by) -> Journey:
    """Give the phases other dates: {kind: (first day, last day)}. The journey follows them."""
    needs_manager(journey, by)
    needs_writer(journey, by)
    phases = list(journey.phases.all())
    for phase in phases:
        phase.starts_on, phase.ends_on = dates[phase.kind]
    in_order = all(earlier.starts_on <= later.starts_on for earlier, later in pairwise(phases))
    if not in_order or any(phase.starts_on > phase.ends_on for phase in phases):
        raise DatesOutOfOrder()
    Phase.objects.bulk_update(phases, ["starts_on", "ends_on"])
    journey.starts_on = phases[0].starts_on
    journey.ends_on = max(phase.ends_on for phase in phases)
    journey.save(update_fields=["starts_on", "ends_on"])
    log(journey, "reschedule", by=by, note=f"{journey.starts_on} → {journey.ends_on}")
    return journey


@transaction.atomic
def describe(journey: Journey, objective: str, by) -> Journey:
    """Write what the laureate's team wants to obtain."""
    needs_writer(journey, by)
    journey.objective = objective.strip()
    journey.save(update_fields=["objective"])
    log(journey, "describe", by=by)
    return journey


def begin(journey: Journey, by) -> Journey:
    """Start the support, or take it up again after a suspension."""
    needs_manager(journey, by)
    advance(journey, Journey.Status.ACTIVE, by=by, stop_reason="")
    return journey


def suspend(journey: Journey, reason: str, by) -> Journey:
    return _interrupt(journey, Journey.Status.SUSPENDED, reason, by)


def stop(journey: Journey, reason: str, by) -> Journey:
    """End the support before its term, for good."""
    return _interrupt(journey, Journey.Status.STOPPED, reason, by)


@transaction.atomic
def complete(journey: Journey, by) -> Journey:
    """End the support once its four phases are closed. Raises PhasesStillOpen otherwise."""
    needs_manager(journey, by)
    if journey.phases.filter(done_on=None).exists():
        raise PhasesStillOpen()
    advance(journey, Journey.Status.COMPLETED, by=by, note=str(timezone.localdate()))
    emails.journey_completed(journey)
    return journey


@transaction.atomic
def _interrupt(journey: Journey, to: str, reason: str, by) -> Journey:
    needs_manager(journey, by)
    reason = reason.strip()
    if not reason:
        raise ReasonMissing()
    advance(journey, to, by=by, note=reason, stop_reason=reason)
    emails.journey_interrupted(journey, by)
    return journey
