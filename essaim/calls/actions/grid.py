"""How a call judges."""

from django.db import transaction

from essaim.accounts.actions import log
from essaim.calls.actions import defaults
from essaim.calls.actions.holding import check_draft
from essaim.calls.models import Anchor, Call, Criterion, Grid


@transaction.atomic
def set_default_grid(call: Call, by=None) -> Grid:
    """Give a draft call the default grid; the one it had is replaced. Raises CallFrozen as above."""
    if Grid.objects.filter(call=call).exists():
        check_draft(call)
        Grid.objects.filter(call=call).delete()
    grid = Grid.objects.create(call=call)
    for position, known in enumerate(defaults.CRITERIA, start=1):
        criterion = Criterion.objects.create(
            grid=grid,
            code=known["code"],
            position=position,
            name=str(known["name"]),
            weight=known["weight"],
        )
        Anchor.objects.bulk_create(
            Anchor(criterion=criterion, mark=mark, text=str(text))
            for mark, text in enumerate(known["anchors"])
        )
    log(call, "set_grid", by=by)
    return grid
