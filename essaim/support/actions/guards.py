"""The checks that the acts of a journey share."""

from datetime import date, timedelta

from essaim.support.exceptions import DateOutsideJourney, JourneyNotActive, JourneyOver, NotYours
from essaim.support.models import Journey
from essaim.support.permissions import can_write, manages

MARGIN = timedelta(days=92)  # a visit before the start, a last day after the end


def needs_manager(journey: Journey, by) -> None:
    if not manages(by, journey.laureate):
        raise NotYours()


def needs_writer(journey: Journey, by) -> None:
    """Raises NotYours, or JourneyOver when the record is closed."""
    if not can_write(by, journey):
        raise NotYours()
    if journey.is_over:
        raise JourneyOver()


def needs_active(journey: Journey) -> None:
    if journey.is_over:
        raise JourneyOver()
    if journey.status != Journey.Status.ACTIVE:
        raise JourneyNotActive()


def needs_date_within(journey: Journey, day: date) -> None:
    if not journey.starts_on - MARGIN <= day <= journey.ends_on + MARGIN:
        raise DateOutsideJourney()
