from essaim.support.actions.journeys import (
    begin,
    complete,
    describe,
    open_journey,
    reschedule,
    stop,
    suspend,
)
from essaim.support.actions.people import add_coach, promise_days
from essaim.support.actions.progress import (
    add_milestone,
    close_phase,
    reach_milestone,
    write_activity,
)
from essaim.support.actions.time import correct_time, dispute_time, enter_time, validate_time

__all__ = [
    "add_coach",
    "add_milestone",
    "begin",
    "close_phase",
    "complete",
    "correct_time",
    "describe",
    "dispute_time",
    "enter_time",
    "open_journey",
    "promise_days",
    "reach_milestone",
    "reschedule",
    "stop",
    "suspend",
    "validate_time",
    "write_activity",
]
