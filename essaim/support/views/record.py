"""The common record of a journey: people, promised days, milestones, activities, phases."""

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.support import actions
from essaim.support.forms import (
    ActivityForm,
    CoachForm,
    MilestoneForm,
    ObjectiveForm,
    OfferForm,
    OutcomeForm,
)
from essaim.support.models import Milestone
from essaim.support.views.pages import act_page, done, managed_journey, written_journey


def objective_edit(request, public_id):
    journey = written_journey(request, public_id)
    form = ObjectiveForm(request.POST or None, instance=journey)
    if request.method == "POST" and form.is_valid():
        actions.describe(journey, form.cleaned_data["objective"], request.user)
        return done(request, journey, _("L’objectif est enregistré."))
    return act_page(request, journey, form, _("Ce que l’équipe veut obtenir"), _("Enregistrer"))


def coach_add(request, public_id):
    journey = managed_journey(request, public_id)
    form = CoachForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.add_coach(journey, by=request.user, **form.cleaned_data)
        return done(request, journey, _("La personne est inscrite, et invitée par courriel."))
    lead = _("Elle recevra un courriel et entrera avec un code, sans mot de passe.")
    return act_page(
        request,
        journey,
        form,
        _("Inscrire une personne qui accompagne"),
        _("Inscrire et inviter"),
        lead,
    )


def offer_add(request, public_id):
    journey = managed_journey(request, public_id)
    form = OfferForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        actions.promise_days(
            journey, given["sponsor"].name, given["skill"], given["days"], request.user
        )
        return done(request, journey, _("Les jours promis sont inscrits."))
    return act_page(request, journey, form, _("Inscrire des jours promis"), _("Inscrire"))


def milestone_add(request, public_id):
    journey = written_journey(request, public_id)
    form = MilestoneForm(request.POST or None, journey=journey)
    if request.method == "POST" and form.is_valid():
        actions.add_milestone(by=request.user, **form.cleaned_data)
        return done(request, journey, _("Le jalon est inscrit."))
    return act_page(request, journey, form, _("Inscrire un jalon"), _("Inscrire le jalon"))


@require_POST
def milestone_reach(request, public_id, pk):
    journey = written_journey(request, public_id)
    milestone = get_object_or_404(Milestone, phase__journey=journey, pk=pk)
    actions.reach_milestone(milestone, request.user)
    return done(request, journey, _("Jalon atteint : bravo."))


def activity_write(request, public_id):
    journey = written_journey(request, public_id)
    form = ActivityForm(
        request.POST or None, journey=journey, initial={"held_on": timezone.localdate()}
    )
    if request.method == "POST" and form.is_valid():
        actions.write_activity(by=request.user, **form.cleaned_data)
        return done(request, journey, _("L’activité est inscrite."))
    return act_page(request, journey, form, _("Inscrire une activité"), _("Inscrire l’activité"))


def phase_close(request, public_id, kind):
    journey = written_journey(request, public_id)
    phase = get_object_or_404(journey.phases, kind=kind)
    form = OutcomeForm(request.POST or None, instance=phase)
    if request.method == "POST" and form.is_valid():
        actions.close_phase(phase, form.cleaned_data["outcome"], request.user)
        return done(request, journey, _("La phase est close."))
    title = _("Clore la phase « {phase} »").format(phase=phase)
    return act_page(request, journey, form, title, _("Clore la phase"))
