"""The journeys of a team, the page of one, and the passages of its life."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.applications.models import Laureate
from essaim.calls.models import Call
from essaim.support import actions
from essaim.support.forms import OpenForm, ReasonForm, ScheduleForm
from essaim.support.listing import listed_journeys
from essaim.support.overview import next_thing, overview
from essaim.support.views.pages import act_page, done, managed_journey, own_journey, seat_of


def _laureates_to_open(user):
    """Laureates of this person's programmes, deposited here, without a journey yet."""
    managed = Laureate.objects.filter(call__in=Call.objects.managed_by(user), journey=None)
    return managed.filter(application__isnull=False).select_related("organisation", "call")


def journey_list(request):
    today = timezone.localdate()
    context = {
        "rows": listed_journeys(request.user, today),
        "laureates": _laureates_to_open(request.user),
    }
    return render(request, "support/journey_list.html", context)


def journey_open(request, pk):
    laureate = get_object_or_404(
        Laureate.objects.select_related("organisation", "call__programme"), pk=pk
    )
    if not Call.objects.managed_by(request.user).filter(pk=laureate.call_id).exists():
        raise Http404
    form = OpenForm(request.POST or None, initial={"starts_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        journey = actions.open_journey(laureate, form.cleaned_data["starts_on"], request.user)
        messages.success(request, _("L’accompagnement est ouvert. Inscrivez qui accompagne."))
        return redirect(journey)
    return render(request, "support/journey_open.html", {"form": form, "laureate": laureate})


def journey_detail(request, public_id):
    journey = own_journey(request, public_id)
    today = timezone.localdate()
    found, seat = overview(journey, today), seat_of(request.user, journey)
    sentence, leads_to = next_thing(found, seat, today)
    context = {
        "journey": journey,
        "overview": found,
        "seat": seat,
        "may_write": (seat.is_manager or seat.is_laureate or seat.is_coach) and not journey.is_over,
        "next_sentence": sentence,
        "next_leads_to": leads_to,
    }
    return render(request, "support/journey_detail.html", context)


def journey_summary(request, public_id):
    journey = own_journey(request, public_id)
    found = overview(journey, timezone.localdate())
    return render(request, "support/journey_summary.html", {"journey": journey, "overview": found})


def journey_schedule(request, public_id):
    journey = managed_journey(request, public_id)
    form = ScheduleForm(request.POST or None, phases=list(journey.phases.all()))
    if request.method == "POST" and form.is_valid():
        actions.reschedule(journey, form.dates, request.user)
        return done(request, journey, _("Les nouvelles dates sont enregistrées."))
    return act_page(
        request, journey, form, _("Changer les dates des phases"), _("Enregistrer les dates")
    )


@require_POST
def journey_begin(request, public_id):
    journey = actions.begin(managed_journey(request, public_id), request.user)
    return done(request, journey, _("L’accompagnement est en cours."))


@require_POST
def journey_complete(request, public_id):
    journey = actions.complete(managed_journey(request, public_id), request.user)
    return done(request, journey, _("L’accompagnement est terminé. Chacun en est prévenu."))


def journey_suspend(request, public_id):
    return _interrupt(request, public_id, actions.suspend, _("Suspendre l’accompagnement"))


def journey_stop(request, public_id):
    return _interrupt(request, public_id, actions.stop, _("Arrêter l’accompagnement"))


def _interrupt(request, public_id: str, act, title: str):
    journey = managed_journey(request, public_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act(journey, form.cleaned_data["reason"], request.user)
        return done(
            request, journey, _("C’est noté. L’équipe et les accompagnateurs sont prévenus.")
        )
    return act_page(request, journey, form, title, title)
