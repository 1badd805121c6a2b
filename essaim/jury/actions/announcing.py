"""The order to publish: asked for, called back for ten minutes, then carried out by the worker."""

from django.db import transaction
from django.utils import timezone

from essaim.accounts.actions import advance, log
from essaim.base.exceptions import RuleBroken
from essaim.jury.actions.results import (
    announce_results,
    refuse_same_hands,
    what_prevents_announcing,
)
from essaim.jury.exceptions import NotAllowed, ResultsNotReady, WindowClosed
from essaim.jury.mailing import letter_lines
from essaim.jury.models import Announcement, Session
from essaim.jury.permissions import chairs, manages

Status = Announcement.Status


@transaction.atomic
def schedule_announcement(session: Session, by) -> Announcement:
    """Order the publication, ten minutes from now; the same order twice is one order.

    Raises NotAllowed, ResultsNotReady, SameHands: everything is checked now, and again at the end.
    """
    if not manages(by, session.panel):
        raise NotAllowed()
    held = Session.objects.select_for_update().get(pk=session.pk)
    missing = what_prevents_announcing(held)
    if missing:
        raise ResultsNotReady(" ".join(missing))
    refuse_same_hands(letter_lines(held), by)
    waiting = waiting_announcement(held)
    if waiting:
        return waiting
    due_at = timezone.now() + Announcement.WINDOW
    order = Announcement.objects.create(session=held, asked_by=by, due_at=due_at)
    log(session, "schedule_announcement", by=by)
    return order


def waiting_announcement(session: Session) -> Announcement | None:
    return session.announcements.filter(status=Status.WAITING).first()


@transaction.atomic
def cancel_announcement(session: Session, by) -> None:
    """Call the order back: nothing has left, nothing has shown. Raises NotAllowed, WindowClosed."""
    if not (manages(by, session.panel) or chairs(by, session.panel)):
        raise NotAllowed()
    held = Session.objects.select_for_update().get(pk=session.pk)
    waiting = waiting_announcement(held)
    if waiting is None:
        raise WindowClosed()
    advance(waiting, Status.CANCELLED, by=by)


def publish_due() -> int:
    """Carry out the orders whose ten minutes are over; returns how many were published."""
    due = Announcement.objects.filter(status=Status.WAITING, due_at__lte=timezone.now())
    return sum(_publish(order) for order in due.select_related("session__panel", "asked_by"))


def _publish(order: Announcement) -> bool:
    """All of it in one transaction; what has changed meanwhile refuses the order, in words."""
    try:
        with transaction.atomic():
            Session.objects.select_for_update().get(pk=order.session_id)
            order.refresh_from_db(fields=["status"])
            if order.status != Status.WAITING:
                return False
            announce_results(order.session, order.asked_by)
            advance(order, Status.DONE, by=order.asked_by)
    except RuleBroken as refusal:
        advance(order, Status.REFUSED, error=str(refusal))
        return False
    return True
