"""The objects of this stage that tests/support/access.csv names, made through the actions."""

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

from django.utils import timezone

from essaim.support import actions
from essaim.support.models import Journey


def build_support(people: SimpleNamespace) -> dict:
    """For a world whose people are those of tests.personas: their journey, under way."""
    people.journey.coaches.all().delete()
    people.journey.delete()
    today = timezone.localdate()
    journey = actions.open_journey(people.laureate, today - timedelta(days=20), people.manager)
    people.journey = journey
    actions.add_coach(journey, people.coach.email, "", "Agence", "Design", people.manager)
    actions.promise_days(journey, "Agence", "Design", Decimal(10), people.manager)
    actions.begin(journey, people.manager)
    phase = journey.phases.first()
    entry = actions.enter_time(journey, today, Decimal("0.5"), "Entretiens", people.coach)
    return {
        "journey": Journey.objects.get(pk=journey.pk),
        "laureate": people.laureate,
        "phase": phase,
        "milestone": actions.add_milestone(phase, "Dix entretiens", today, people.applicant),
        "time_entry": entry,
    }
