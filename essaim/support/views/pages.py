"""What the pages of a journey share: finding it, and the page of one act."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from essaim.support.exceptions import NotYours
from essaim.support.models import Journey
from essaim.support.overview import Seat
from essaim.support.permissions import can_write, coach_seat, is_in_laureate_team, manages


def own_journey(request, public_id: str) -> Journey:
    """The journey, for its people; 404 for anyone else."""
    journeys = Journey.objects.visible_to(request.user).select_related(
        "laureate__organisation", "laureate__call__programme", "laureate__application__owner"
    )
    return get_object_or_404(journeys, public_id=public_id)


def written_journey(request, public_id: str) -> Journey:
    """The same, for those who keep its record: someone invited to read only is told so."""
    journey = own_journey(request, public_id)
    if not can_write(request.user, journey):
        raise NotYours()
    return journey


def managed_journey(request, public_id: str) -> Journey:
    journey = own_journey(request, public_id)
    if not manages(request.user, journey.laureate):
        raise NotYours()
    return journey


def seat_of(user, journey: Journey) -> Seat:
    return Seat(
        is_manager=manages(user, journey.laureate),
        is_laureate=is_in_laureate_team(user, journey),
        is_coach=coach_seat(user, journey) is not None,
    )


def act_page(request, journey: Journey, form, title: str, button: str, lead: str = ""):
    """The page of one act: its sentence, its form, its button."""
    context = {"journey": journey, "form": form, "title": title, "button": button, "lead": lead}
    return render(request, "support/journey_act.html", context)


def done(request, journey: Journey, sentence: str):
    messages.success(request, sentence)
    return redirect(journey)
