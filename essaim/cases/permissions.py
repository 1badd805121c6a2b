from essaim.applications.models import Laureate, Member
from essaim.calls.models import Call
from essaim.cases.models import Case


def manages(user, laureate: Laureate) -> bool:
    """Whether the person belongs to the team that runs the laureate's programme."""
    return Call.objects.managed_by(user).filter(pk=laureate.call_id).exists()


def can_write_for(user, laureate: Laureate) -> bool:
    """The laureate's authors (not those invited to read only), its coaches, the team."""
    if not user.is_authenticated:
        return False
    application = laureate.application
    if application and application.owner_id == user.pk:
        return True
    writers = Member.objects.filter(
        application=application, user=user, right=Member.Right.WRITE, accepted_at__isnull=False
    )
    if application and writers.exists():
        return True
    journey = getattr(laureate, "journey", None)
    if journey and journey.coaches.filter(user=user).exists():
        return True
    return manages(user, laureate)


def can_edit(user, case: Case) -> bool:
    return case.status != Case.Status.ARCHIVED and can_write_for(user, case.laureate)


def can_approve(user, case: Case) -> bool:
    """The « bon à publier » belongs to the owner of the application.

    A laureate known from the press has none: there the team answers, and says so in the journal.
    """
    application = case.laureate.application
    if application is None:
        return manages(user, case.laureate)
    return user.is_authenticated and application.owner_id == user.pk


def can_publish(user, case: Case) -> bool:
    return manages(user, case.laureate)
