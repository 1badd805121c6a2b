"""The joint time log: entered by the coach, answered by the laureate's team."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.support import actions
from essaim.support.exceptions import NotYours
from essaim.support.forms import DisputeForm, TimeForm
from essaim.support.models import TimeEntry
from essaim.support.permissions import coach_seat, is_in_laureate_team
from essaim.support.views.pages import act_page, done, own_journey


def time_enter(request, public_id):
    journey = own_journey(request, public_id)
    if coach_seat(request.user, journey) is None:
        raise NotYours(_("Seule la personne qui a donné ce temps peut l’inscrire."))
    form = TimeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.enter_time(journey, by=request.user, **form.cleaned_data)
        return done(request, journey, _("Votre temps est inscrit ; l’équipe lauréate le validera."))
    return act_page(request, journey, form, _("Inscrire du temps donné"), _("Inscrire ce temps"))


@require_POST
def time_validate(request, public_id, pk):
    entry = _entry(request, public_id, pk)
    actions.validate_time(entry, request.user)
    return done(request, entry.journey, _("Temps validé par les deux parties."))


def time_dispute(request, public_id, pk):
    entry = _entry(request, public_id, pk)
    if not is_in_laureate_team(request.user, entry.journey):
        raise NotYours()
    form = DisputeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.dispute_time(entry, form.cleaned_data["reason"], request.user)
        return done(
            request, entry.journey, _("C’est noté. La personne est prévenue et pourra corriger.")
        )
    return act_page(request, entry.journey, form, _("Contester un temps"), _("Envoyer"), str(entry))


def time_correct(request, public_id, pk):
    entry = _entry(request, public_id, pk)
    if entry.coach.user_id != request.user.pk:
        raise NotYours()
    lead, form = entry.dispute_reason, TimeForm(request.POST or None, instance=entry)
    if request.method == "POST" and form.is_valid():
        actions.correct_time(_entry(request, public_id, pk), by=request.user, **form.cleaned_data)
        return done(request, entry.journey, _("Le temps est soumis de nouveau."))
    return act_page(
        request, entry.journey, form, _("Revoir un temps contesté"), _("Soumettre de nouveau"), lead
    )


def _entry(request, public_id: str, pk: int) -> TimeEntry:
    entries = TimeEntry.objects.filter(journey=own_journey(request, public_id))
    return get_object_or_404(
        entries.select_related("coach__user", "coach__sponsor", "journey__laureate"), pk=pk
    )
