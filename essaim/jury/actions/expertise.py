"""What a juror knows well and how much they can read: their own words, in their own hand."""

from django.db import transaction

from essaim.accounts.actions import log
from essaim.calls.models import Theme
from essaim.jury.exceptions import NotAllowed
from essaim.jury.models import Expertise, Juror


@transaction.atomic
def declare_expertise(levels: dict[Theme, int], most: dict[Juror, int | None], by) -> None:
    """Replace what ``by`` knows, {theme: 0 to 3}, and the most they can read, {own seat: readings or
    None for no limit of their own}."""
    if any(juror.user_id != by.pk or juror.left_at for juror in most):
        raise NotAllowed()
    by.expertises.all().delete()
    Expertise.objects.bulk_create(
        Expertise(user=by, theme=theme, level=level) for theme, level in levels.items() if level
    )
    for juror, readings in most.items():
        juror.most_readings = readings
        juror.save(update_fields=["most_readings"])
        log(juror, "declare_expertise", by=by, note="" if readings is None else str(readings))
