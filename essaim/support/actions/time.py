"""The joint time log: one party enters, the other validates or says what is wrong."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from essaim.accounts.actions import advance, log
from essaim.support import emails
from essaim.support.actions.guards import needs_active, needs_date_within
from essaim.support.exceptions import NotYours, ReasonMissing, SameParty, TooMuchTime
from essaim.support.models import Coach, Journey, TimeEntry
from essaim.support.permissions import coach_seat, is_in_laureate_team

ONE_DAY = Decimal(1)


@transaction.atomic
def enter_time(journey: Journey, spent_on: date, days: Decimal, task: str, by) -> TimeEntry:
    """Time given by the coach who enters it: a quarter of a day at least, one day a day at most."""
    coach = coach_seat(by, journey)
    if coach is None:
        raise NotYours(_("Seule la personne qui a donné ce temps peut l’inscrire."))
    needs_active(journey)
    needs_date_within(journey, spent_on)
    if spent_on > timezone.localdate():
        raise TooMuchTime(_("Ce jour n’est pas encore passé. Inscrivez-le quand il le sera."))
    _refuse_too_much(coach, spent_on, days)
    entry = TimeEntry(journey=journey, coach=coach, spent_on=spent_on, days=days, task=task.strip())
    entry.full_clean()
    entry.save()
    log(journey, "enter_time", by=by, note=str(entry))
    return entry


@transaction.atomic
def validate_time(entry: TimeEntry, by) -> TimeEntry:
    """The laureate's team agrees: from now on these days count."""
    _needs_other_party(entry, by)
    advance(entry, TimeEntry.Status.VALIDATED, by=by, validated_by=by, validated_at=timezone.now())
    return entry


@transaction.atomic
def dispute_time(entry: TimeEntry, reason: str, by) -> TimeEntry:
    """The laureate's team disagrees and says why; the coach is told."""
    _needs_other_party(entry, by)
    reason = reason.strip()
    if not reason:
        raise ReasonMissing()
    advance(entry, TimeEntry.Status.DISPUTED, by=by, note=reason, dispute_reason=reason)
    emails.time_disputed(entry, by)
    return entry


@transaction.atomic
def correct_time(entry: TimeEntry, spent_on: date, days: Decimal, task: str, by) -> TimeEntry:
    """The coach corrects a disputed time, or confirms it, and submits it again."""
    if entry.coach.user_id != by.pk:
        raise NotYours(_("Seule la personne qui a donné ce temps peut le corriger."))
    needs_date_within(entry.journey, spent_on)
    _refuse_too_much(entry.coach, spent_on, days, besides=entry)
    advance(
        entry,
        TimeEntry.Status.SUBMITTED,
        by=by,
        dispute_reason="",
        spent_on=spent_on,
        days=days,
        task=task.strip(),
    )
    return entry


def _needs_other_party(entry: TimeEntry, by) -> None:
    if entry.coach.user_id == by.pk:
        raise SameParty()
    if not is_in_laureate_team(by, entry.journey):
        raise NotYours(_("Un temps est validé par l’équipe lauréate, qui en a bénéficié."))


def _refuse_too_much(coach: Coach, spent_on: date, days: Decimal, besides=None) -> None:
    """``coach`` is locked meanwhile, so that two forms sent at once cannot both pass."""
    Coach.objects.select_for_update().get(pk=coach.pk)
    same_day = coach.time_entries.filter(spent_on=spent_on).exclude(pk=besides and besides.pk)
    known = same_day.aggregate(total=Sum("days"))["total"] or Decimal(0)
    if known + days > ONE_DAY:
        raise TooMuchTime()
