"""An opinion that does not come: the direction is reminded, the authors are told, the link expires.

What the worker does by itself is done once per thing and per reason, in a small transaction.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.accounts.actions import advance, log, repeat_link
from essaim.accounts.models import OutboxMail
from essaim.applications.actions.endorsement import PURPOSE, is_opinion_awaited
from essaim.applications.emails import (
    mail_endorsement_expired,
    mail_endorsement_reminder,
    mail_opinion_awaited,
)
from essaim.applications.exceptions import NoReminder, NotAllowed
from essaim.applications.models import Application, Endorsement
from essaim.applications.permissions import can_ask_endorsement
from essaim.applications.queue import awaiting_opinion
from essaim.base.ids import reference

FIRST_AFTER = timedelta(days=5)
BEFORE_CLOSING = timedelta(days=2)
BETWEEN = timedelta(days=1)


def remind_direction(endorsement, by) -> Endorsement:
    """An author's own reminder, with a link that works beside the first: once a day at most.

    Raises NotAllowed, NoReminder.
    """
    if not can_ask_endorsement(by, endorsement.application):
        raise NotAllowed()
    if not _is_pending(endorsement):
        raise NoReminder(_("Cette demande n’attend plus de réponse. Rechargez la page."))
    if endorsement.reminded_times >= Endorsement.MOST_REMINDERS:
        raise NoReminder(
            _(
                "Trois rappels sont déjà partis : téléphonez, ou demandez l’avis à une autre adresse."
            )
        )
    if timezone.now() - _last_written(endorsement) < BETWEEN:
        raise NoReminder(_("Un message est parti il y a moins d’un jour. Relancez demain."))
    with transaction.atomic():
        if not _remind(endorsement):
            raise NoReminder(_("Un message est parti il y a moins d’un jour. Relancez demain."))
        log(endorsement.application, "remind_direction", by=by, note=endorsement.email)
    return endorsement


def remind_directions() -> int:
    """After five days without an answer, then two days before the end: how many were written to."""
    now = timezone.now()
    waiting = _pending().filter(
        requested_at__lte=now - BETWEEN, reminded_times__lt=Endorsement.MOST_REMINDERS
    )
    return sum(_remind(asked) for asked in waiting if _is_due(asked, now))


def warn_of_missing_opinions() -> int:
    """Tell the authors of a deposited file, once, that the days for the opinion are ending."""
    related = ("call__programme", "owner", "organisation")
    deposited = awaiting_opinion(Application.objects.select_related(*related))
    return sum(_warn(application) for application in deposited)


def expire_endorsements() -> int:
    """Requests of thirty days ago: their links are dead, the authors are told to ask again."""
    late = _asked().filter(requested_at__lte=timezone.now() - Endorsement.LASTS)
    return sum(_expire(endorsement) for endorsement in late)


def _asked():
    related = ("application__call__programme", "application__owner", "application__organisation")
    asked = Endorsement.objects.filter(status=Endorsement.Status.REQUESTED)
    return asked.select_related("requested_by", *related)


def _pending():
    return _asked().filter(requested_at__gt=timezone.now() - Endorsement.LASTS)


def _is_pending(endorsement) -> bool:
    is_asked = endorsement.status == Endorsement.Status.REQUESTED and not endorsement.has_expired
    return is_asked and is_opinion_awaited(endorsement.application)


def _last_written(endorsement):
    return endorsement.reminded_at or endorsement.requested_at


def _is_due(endorsement, now) -> bool:
    if not _is_pending(endorsement):
        return False
    last = _last_written(endorsement)
    if not endorsement.reminded_times and now - last >= FIRST_AFTER:
        return True
    due = endorsement.application.opinion_due_at
    is_ending = bool(due) and due - BEFORE_CLOSING <= now < due
    return is_ending and last < due - BEFORE_CLOSING and now - last >= BETWEEN


@transaction.atomic
def _remind(endorsement) -> bool:
    """False when someone else reminded, or the direction answered, in between."""
    times, now = endorsement.reminded_times, timezone.now()
    same = Endorsement.objects.filter(
        pk=endorsement.pk, status=Endorsement.Status.REQUESTED, reminded_times=times
    )
    if not same.update(reminded_times=F("reminded_times") + 1, reminded_at=now):
        return False
    endorsement.reminded_times, endorsement.reminded_at = times + 1, now
    token = repeat_link(endorsement, PURPOSE, endorsement.email, lasts=endorsement.expires_at - now)
    mail_endorsement_reminder(endorsement, token)
    return True


@transaction.atomic
def _warn(application) -> bool:
    due, now = application.opinion_due_at, timezone.now()
    told = OutboxMail.objects.filter(kind="opinion_awaited", ref=reference(application))
    if not due - BEFORE_CLOSING <= now < due or told.exists():
        return False
    mail_opinion_awaited(application)
    return True


@transaction.atomic
def _expire(endorsement) -> bool:
    application = endorsement.application
    advance(endorsement, Endorsement.Status.EXPIRED)
    if is_opinion_awaited(application):
        mail_endorsement_expired(endorsement)
    if application.status == Application.Status.AWAITING_ENDORSEMENT:
        advance(application, Application.Status.DRAFT, note=_("avis resté sans réponse"))
    return True
