from essaim.applications.models import Laureate
from essaim.cases.models import Case
from essaim.support.permissions import manages, writes_for


def can_write_for(user, laureate: Laureate) -> bool:
    """The laureate's authors (not those invited to read only), its coaches, the team."""
    if not user.is_authenticated:
        return False
    if writes_for(user, laureate):
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
