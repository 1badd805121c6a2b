from essaim.applications.models import Application, Laureate
from essaim.calls.models import Call
from essaim.support.models import Coach, Journey


def manages(user, laureate: Laureate) -> bool:
    """Whether the person belongs to the team that runs the laureate's programme."""
    return Call.objects.managed_by(user).filter(pk=laureate.call_id).exists()


def writes_for(user, laureate: Laureate) -> bool:
    """The owner of the application and its co-applicants, except those invited to read only."""
    return Application.objects.writable_by(user).filter(pk=laureate.application_id).exists()


def is_in_laureate_team(user, journey: Journey) -> bool:
    return writes_for(user, journey.laureate)


def coach_seat(user, journey: Journey) -> Coach | None:
    """The person's seat as a coach of this journey, if any."""
    if not user.is_authenticated:
        return None
    return Coach.objects.filter(journey=journey, user=user).first()


def can_write(user, journey: Journey) -> bool:
    """Whether the person keeps the journey's record: laureate team, coaches, programme's managers."""
    return (
        is_in_laureate_team(user, journey)
        or coach_seat(user, journey) is not None
        or manages(user, journey.laureate)
    )
