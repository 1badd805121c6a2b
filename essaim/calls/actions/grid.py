"""How a call judges."""

from django.db import transaction
from django.utils.text import slugify

from essaim.accounts.actions import log
from essaim.calls.actions import defaults
from essaim.calls.actions.holding import check_draft, hold_draft
from essaim.calls.actions.naming import first_free
from essaim.calls.models import Anchor, Call, Criterion, Grid


@transaction.atomic
def set_default_grid(call: Call, by=None) -> Grid:
    """Give a draft call the default grid; the one it had is replaced. Raises CallFrozen as above."""
    if Grid.objects.filter(call=call).exists():
        check_draft(call)
        Grid.objects.filter(call=call).delete()
    grid = Grid.objects.create(call=call)
    for position, known in enumerate(defaults.CRITERIA, start=1):
        code, name, weight = known["code"], str(known["name"]), known["weight"]
        criterion = Criterion.objects.create(
            grid=grid, code=code, position=position, name=name, weight=weight
        )
        _write_anchors(criterion, [str(text) for text in known["anchors"]])
    log(call, "set_grid", by=by)
    return grid


@transaction.atomic
def add_criterion(call: Call, by, name: str, weight, anchors: list[str]) -> Criterion:
    """Add a criterion to the grid of a draft call; ``anchors`` says what marks 0, 1, 2… mean.

    An empty anchor is left out. Raises NotManager, CallFrozen.
    """
    hold_draft(call, by)
    grid, _is_new = Grid.objects.get_or_create(call=call)
    criterion = Criterion.objects.create(
        grid=grid,
        code=_free_code(grid, name),
        position=grid.criteria.count() + 1,
        name=name,
        weight=weight,
    )
    _write_anchors(criterion, anchors)
    log(call, "add_criterion", by=by, note=criterion.code)
    return criterion


@transaction.atomic
def edit_criterion(criterion: Criterion, by, name: str, weight, anchors: list[str]) -> Criterion:
    """Reword a criterion, weigh it otherwise, say its marks anew; its code stays. Raises as above."""
    call = criterion.grid.call
    hold_draft(call, by)
    criterion.name, criterion.weight = name, weight
    criterion.save(update_fields=["name", "weight"])
    criterion.anchors.all().delete()
    _write_anchors(criterion, anchors)
    log(call, "edit_criterion", by=by, note=criterion.code)
    return criterion


def _write_anchors(criterion: Criterion, anchors: list[str]) -> None:
    Anchor.objects.bulk_create(
        Anchor(criterion=criterion, mark=mark, text=text)
        for mark, text in enumerate(anchors)
        if text
    )


def _free_code(grid: Grid, name: str) -> str:
    stem = slugify(name)[:40].strip("-") or "critere"
    taken = set(grid.criteria.values_list("code", flat=True))
    return first_free(stem, taken)
