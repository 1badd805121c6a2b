"""Who may change a call, and until when."""

from essaim.calls.exceptions import CallFrozen, NotManager
from essaim.calls.models import Call, QuestionSet
from essaim.calls.permissions import can_manage


def check_manager(call: Call, by) -> None:
    """Raise NotManager unless this person manages the call's programme."""
    if not can_manage(by, call):
        raise NotManager()


def check_draft(call: Call) -> None:
    """Raise CallFrozen unless the call is still a draft."""
    if call.status != Call.Status.DRAFT:
        raise CallFrozen()


def hold_draft(call: Call, by) -> None:
    """Lock a draft call for one change, so that its publication waits or wins.

    Raises NotManager, CallFrozen.
    """
    check_manager(call, by)
    check_draft(call)
    if not Call.objects.select_for_update().filter(pk=call.pk, status=Call.Status.DRAFT):
        raise CallFrozen()


def hold_questions(question_set: QuestionSet, by) -> None:
    """Lock a version that is not out yet for one change. Raises NotManager, CallFrozen."""
    call = question_set.call
    check_manager(call, by)
    if call.status not in (Call.Status.DRAFT, Call.Status.PUBLISHED):
        raise CallFrozen()
    locked = QuestionSet.objects.select_for_update()
    if not locked.filter(pk=question_set.pk, published_at=None):
        raise CallFrozen()
