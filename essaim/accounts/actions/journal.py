"""The journal: who did what to which object, append only."""

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.accounts.models import LogEntry, User
from essaim.base.ids import reference
from essaim.base.states import move


def log(obj, verb: str, *, by=None, note: str = "", before: str = "", after: str = "") -> LogEntry:
    """Write one act in the journal.

    ``by`` is a User, a label (« direction : a@b.fr ») or None for the system.
    """
    return LogEntry.objects.create(
        actor=by if isinstance(by, User) else None,
        actor_label=str(by)[:200] if by else _("Essaim"),
        verb=verb,
        ref=reference(obj),
        label=str(obj)[:300],
        before=before,
        after=after,
        note=note,
    )


@transaction.atomic
def advance(obj, to: str, *, by=None, note: str = "", **changes) -> LogEntry:
    """Pass ``obj`` to state ``to`` (see base.states.move) and write the passage in the journal."""
    before = move(obj, to, **changes)
    return log(obj, "move", by=by, note=note, before=before, after=to)
