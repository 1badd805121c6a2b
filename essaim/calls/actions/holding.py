"""Who may change a call, and until when."""

from essaim.calls.exceptions import CallFrozen, NotManager
from essaim.calls.models import Call
from essaim.calls.permissions import can_manage


def check_manager(call: Call, by) -> None:
    """Raise NotManager unless this person manages the call's programme."""
    if not can_manage(by, call):
        raise NotManager()


def check_draft(call: Call) -> None:
    """Raise CallFrozen unless the call is still a draft."""
    if call.status != Call.Status.DRAFT:
        raise CallFrozen()
