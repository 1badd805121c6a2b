"""Who gives support, on whose behalf, and how many days were promised."""

from decimal import Decimal

from django.db import transaction

from essaim.accounts.actions import find_or_invite, log
from essaim.support import emails
from essaim.support.actions.guards import needs_manager, needs_writer
from essaim.support.models import Coach, Journey, SkillsOffer, Sponsor


@transaction.atomic
def add_coach(journey: Journey, email: str, name: str, sponsor: str, skill: str, by) -> Coach:
    """Seat a person as a coach, on behalf of a sponsor given by its name, and invite them by mail.

    The same address twice keeps one seat, with its latest sponsor and skill.
    """
    needs_manager(journey, by)
    needs_writer(journey, by)
    coach, is_new = Coach.objects.update_or_create(
        journey=journey,
        user=find_or_invite(email, name),
        defaults={"sponsor": _sponsor(sponsor), "skill": skill.strip()},
    )
    log(journey, "add_coach", by=by, note=str(coach))
    if is_new:
        emails.coach_invited(coach, by)
    return coach


@transaction.atomic
def promise_days(journey: Journey, sponsor: str, skill: str, days: Decimal, by) -> SkillsOffer:
    """Record the person-days that a sponsor promises for one skill."""
    needs_manager(journey, by)
    needs_writer(journey, by)
    offer = SkillsOffer(journey=journey, sponsor=_sponsor(sponsor), skill=skill.strip(), days=days)
    offer.full_clean()
    offer.save()
    log(journey, "promise_days", by=by, note=str(offer))
    return offer


def _sponsor(name: str | Sponsor) -> Sponsor:
    if isinstance(name, Sponsor):
        return name
    name = " ".join(name.split())
    known = Sponsor.objects.filter(name__iexact=name).first()
    return known or Sponsor.objects.create(name=name)
