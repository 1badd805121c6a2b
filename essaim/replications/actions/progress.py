"""How far a replication is: its adopter says so, honest endings included."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from essaim.accounts.actions import advance
from essaim.base.exceptions import RuleBroken
from essaim.replications.actions.declaring import NotYourReplication
from essaim.replications.models import Replication
from essaim.replications.permissions import can_write

SUSTAINED_MONTHS = 24


class TooSoon(RuleBroken):
    sentence = _(
        "Une reprise est durable après 24 mois de service. "
        "Indiquez depuis quand elle est en service, au mois près, et revenez à cette date."
    )


class ReasonMissing(RuleBroken):
    sentence = _("Indiquez la raison : elle aidera ceux qui viendront après vous.")


@transaction.atomic
def move_forward(
    replication: Replication, to: str, by, *, since: str = "", note: str = ""
) -> Replication:
    """Pass to another state. ``since`` is as precise as it is known, empty when it is not.

    To be sustained, it must have been in service for 24 months.
    """
    if not can_write(by, replication):
        raise NotYourReplication()
    if to == Replication.Status.SUSTAINED:
        since = since or replication.since
        if months_of(since, timezone.localdate()) < SUSTAINED_MONTHS:
            raise TooSoon()
    advance(replication, to, by=by, note=note, since=since, changed_at=timezone.now())
    return replication


@transaction.atomic
def abandon(
    replication: Replication, reason: str, note: str, by, *, since: str = ""
) -> Replication:
    """Stop, and say why: an ending that teaches something."""
    if not can_write(by, replication):
        raise NotYourReplication()
    if reason not in Replication.AbandonReason.values:
        raise ReasonMissing()
    advance(
        replication,
        Replication.Status.ABANDONED,
        by=by,
        note=note,
        since=since,
        abandon_reason=reason,
        abandon_note=note,
        changed_at=timezone.now(),
    )
    return replication


def months_of(since: str, today: date) -> int:
    """Whole months surely elapsed since a fuzzy date: « 2024 » counts from its last month.

    An empty date gives 0, a date to come a negative number.
    """
    if not since:
        return 0
    year, month = int(since[:4]), int(since[5:7] or 12)
    return (today.year - year) * 12 + today.month - month
