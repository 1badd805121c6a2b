from datetime import timedelta

import pytest
from django.utils import timezone

from essaim.support import actions
from essaim.support.models import Journey


@pytest.fixture
def journey(people) -> Journey:
    """Opened through the action, under way since twenty days."""
    people.journey.coaches.all().delete()
    people.journey.delete()
    journey = actions.open_journey(
        people.laureate, timezone.localdate() - timedelta(days=20), people.manager
    )
    actions.add_coach(journey, people.coach.email, "", "Agence", "Design", people.manager)
    return actions.begin(journey, people.manager)
