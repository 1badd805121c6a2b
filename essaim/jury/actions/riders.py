"""Riders: the only way to correct signed minutes."""

from django.db import transaction
from django.utils import timezone

from essaim.accounts.actions import log
from essaim.applications.content import fingerprint
from essaim.jury.exceptions import MinutesUnsigned, NobodyPresides, RiderIncomplete
from essaim.jury.models import Minutes, Rider
from essaim.jury.permissions import presides


@transaction.atomic
def add_rider(minutes: Minutes, text: str, reason: str, by) -> Rider:
    """Sign a dated correction, sealed upon the seal of what came before; the minutes stay as they are.

    Raises NobodyPresides, MinutesUnsigned, RiderIncomplete.
    """
    if not presides(by, minutes.session):
        raise NobodyPresides()
    held = Minutes.objects.select_for_update().get(pk=minutes.pk)
    if held.status != Minutes.Status.SIGNED:
        raise MinutesUnsigned()
    if not text.strip() or not reason.strip():
        raise RiderIncomplete()
    last = held.riders.last()
    rider = Rider(
        minutes=held,
        number=last.number + 1 if last else 1,
        text=text.strip(),
        reason=reason.strip(),
        signed_by=by,
        signed_at=timezone.now(),
        previous_sha256=last.sha256 if last else held.sha256,
    )
    rider.sha256 = seal_of(rider)
    rider.save(force_insert=True)
    log(held, "add_rider", by=by, note=rider.sha256)
    return rider


def seal_of(rider: Rider) -> str:
    """SHA-256 of all that a rider says, and of the seal it follows."""
    return fingerprint(
        {
            "number": rider.number,
            "text": rider.text,
            "reason": rider.reason,
            "signed_by": rider.signed_by_id,
            "signed_at": rider.signed_at.isoformat(),
            "previous_sha256": rider.previous_sha256,
        }
    )
