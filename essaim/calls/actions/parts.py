"""The ordered lists of a draft call: its self-test, its checklist of admissibility, its grid."""

from django.db import transaction

from essaim.accounts.actions import log
from essaim.calls.actions import defaults
from essaim.calls.actions.holding import check_draft, hold_draft
from essaim.calls.models import AdmissibilityCriterion, Call, Criterion, EligibilityQuestion

type Part = EligibilityQuestion | AdmissibilityCriterion | Criterion

CALL_OF = {EligibilityQuestion: "call", AdmissibilityCriterion: "call", Criterion: "grid__call"}


def parts_of(call: Call, model: type[Part]):
    """The rows of one of these lists, in order."""
    return model._default_manager.filter(**{CALL_OF[model]: call})


@transaction.atomic
def set_default_eligibility(call: Call, by=None) -> None:
    """Give a draft call the default self-test; the one it had is replaced.

    A call that has none may receive it whatever its state. Raises CallFrozen otherwise.
    """
    _set_default(call, EligibilityQuestion, defaults.ELIGIBILITY, by)


@transaction.atomic
def set_default_admissibility(call: Call, by=None) -> None:
    """Give a draft call the default checklist. Raises CallFrozen as above."""
    _set_default(call, AdmissibilityCriterion, defaults.ADMISSIBILITY, by)


def _set_default(call: Call, model: type[Part], known: list[dict], by) -> None:
    if parts_of(call, model).exists():
        check_draft(call)
        parts_of(call, model).delete()
    model._default_manager.bulk_create(
        model(call=call, position=position, **defaults.translated(fields))
        for position, fields in enumerate(known, start=1)
    )
    log(call, f"set_{model._meta.model_name}", by=by)


@transaction.atomic
def add_part(call: Call, model: type[Part], by, **fields) -> Part:
    """Add one at the end of a draft call's list. Raises NotManager, CallFrozen."""
    hold_draft(call, by)
    position = parts_of(call, model).count() + 1
    part = model._default_manager.create(call=call, position=position, **fields)
    log(call, f"add_{model._meta.model_name}", by=by, note=str(part))
    return part


@transaction.atomic
def edit_part(part: Part, by, **fields) -> Part:
    """Reword one. Raises NotManager, CallFrozen."""
    hold_draft(part.call, by)
    for name, value in fields.items():
        setattr(part, name, value)
    part.save(update_fields=list(fields))
    log(part.call, f"edit_{part._meta.model_name}", by=by, note=str(part))
    return part


@transaction.atomic
def remove_part(part: Part, by) -> None:
    """Take one out. Raises NotManager, CallFrozen."""
    call = part.call
    hold_draft(call, by)
    log(call, f"remove_{part._meta.model_name}", by=by, note=str(part))
    part.delete()
    _number(list(parts_of(call, type(part))))


@transaction.atomic
def move_part(part: Part, by, step: int) -> None:
    """One place up (-1) or down (+1); at the edge it stays. Raises NotManager, CallFrozen."""
    hold_draft(part.call, by)
    rows = list(parts_of(part.call, type(part)))
    at = rows.index(part)
    rows.insert(max(at + step, 0), rows.pop(at))
    _number(rows)


def _number(rows: list[Part]) -> None:
    for position, row in enumerate(rows, start=1):
        row.position = position
        row.save(update_fields=["position"])
