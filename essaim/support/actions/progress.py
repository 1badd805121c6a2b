"""What is done on the ground: milestones, activities, phases closed with what came out of them."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from essaim.accounts.actions import log
from essaim.support.actions.guards import needs_active, needs_date_within, needs_writer
from essaim.support.exceptions import PhaseAlreadyClosed, ReasonMissing
from essaim.support.models import Activity, Milestone, Phase


@transaction.atomic
def add_milestone(phase: Phase, name: str, due_on: date, by) -> Milestone:
    needs_writer(phase.journey, by)
    needs_date_within(phase.journey, due_on)
    milestone = Milestone.objects.create(phase=phase, name=name.strip(), due_on=due_on)
    log(phase.journey, "add_milestone", by=by, note=f"{milestone}, {due_on}")
    return milestone


@transaction.atomic
def reach_milestone(milestone: Milestone, by, on: date | None = None) -> Milestone:
    """Say that a milestone is reached; said twice, the first date stays."""
    journey = milestone.phase.journey
    needs_writer(journey, by)
    needs_active(journey)
    waiting = Milestone.objects.filter(pk=milestone.pk, reached_on=None)
    if waiting.update(reached_on=on or timezone.localdate()):
        log(journey, "reach_milestone", by=by, note=str(milestone))
    milestone.refresh_from_db()
    return milestone


@transaction.atomic
def write_activity(phase: Phase, by, **fields) -> Activity:
    """Write what happened, or is planned: ``kind``, ``title``, ``held_on``, ``participants``, ``learnt``."""
    needs_writer(phase.journey, by)
    needs_date_within(phase.journey, fields["held_on"])
    activity = Activity.objects.create(phase=phase, written_by=by, **fields)
    log(phase.journey, "write_activity", by=by, note=str(activity))
    return activity


@transaction.atomic
def close_phase(phase: Phase, outcome: str, by, on: date | None = None) -> Phase:
    """Close a phase with what came out of it, in words. Raises ReasonMissing without words."""
    journey = phase.journey
    needs_writer(journey, by)
    needs_active(journey)
    outcome = outcome.strip()
    if not outcome:
        raise ReasonMissing()
    open_phase = Phase.objects.filter(pk=phase.pk, done_on=None)
    if not open_phase.update(outcome=outcome, done_on=on or timezone.localdate()):
        raise PhaseAlreadyClosed()
    phase.refresh_from_db()
    log(journey, "close_phase", by=by, note=str(phase))
    return phase
