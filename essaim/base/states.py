"""States are a table: a model declares TRANSITIONS, and only move() walks them."""

from django.utils.translation import gettext_lazy as _

from essaim.base.exceptions import RuleBroken


class IllegalTransition(RuleBroken):
    """The table has no arrow from the present state to the wanted one."""

    sentence = _("Cette étape n’est pas possible dans l’état actuel. Rechargez la page.")


class StateChanged(RuleBroken):
    """Someone else moved the object first: nothing was written."""

    sentence = _(
        "Quelqu’un d’autre vient de faire avancer ce dossier. Rechargez la page pour voir où il en est."
    )


def move(obj, to: str, **changes) -> str:
    """Pass ``obj`` to state ``to`` with one guarded UPDATE, so that two clicks cannot both win.

    ``changes`` are other columns of the same row, written in the same UPDATE. Returns the state
    left. Raises IllegalTransition if TRANSITIONS has no such arrow, StateChanged if the row is no
    longer in the state this object was read in.
    """
    before = obj.status
    if to not in obj.TRANSITIONS.get(before, ()):
        raise IllegalTransition()
    row = type(obj)._base_manager.filter(pk=obj.pk, status=before)
    if not row.update(status=to, **changes):
        raise StateChanged()
    for name, value in {"status": to, **changes}.items():
        setattr(obj, name, value)
    return before
