"""The programme's managers compose, check, approve and send."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.csp import CSP
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from essaim.calls.permissions import managed_programmes
from essaim.outreach import actions
from essaim.outreach.forms import CampaignForm
from essaim.outreach.letter import compose_letter
from essaim.outreach.models import Campaign

# What one request writes before handing over; the worker or another click does the rest.
BATCHES_PER_REQUEST = 10
# A mail carries its style inside itself, so its preview must allow that, and nothing else.
LETTER_CSP: dict = {
    **settings.SECURE_CSP,
    "style-src": [CSP.UNSAFE_INLINE],
    "script-src": [CSP.NONE],
}


def _campaign(request, public_id: str) -> Campaign:
    managed = Campaign.objects.managed_by(request.user).select_related("programme")
    return get_object_or_404(managed, public_id=public_id)


@require_safe
def campaign_start(request):
    """Straight to the form when the person manages one programme, else the choice of it."""
    programmes = list(managed_programmes(request.user))
    if len(programmes) == 1:
        return redirect("outreach:campaign_compose", slug=programmes[0].slug)
    if not programmes:
        raise PermissionDenied
    return render(request, "outreach/campaign_start.html", {"programmes": programmes})


@require_http_methods(["GET", "HEAD", "POST"])
def campaign_compose(request, slug):
    programme = get_object_or_404(managed_programmes(request.user), slug=slug)
    form = CampaignForm(request.POST or None, programme=programme)
    if form.is_valid():
        campaign = actions.compose(programme, **form.cleaned_data, by=request.user)
        return redirect(campaign)
    return render(request, "outreach/campaign_compose.html", {"form": form, "programme": programme})


@require_http_methods(["GET", "HEAD", "POST"])
def campaign_edit(request, public_id):
    campaign = _campaign(request, public_id)
    initial = {
        "subject": campaign.subject,
        "introduction": campaign.introduction,
        "cases": campaign.cases.all(),
    }
    form = CampaignForm(request.POST or None, programme=campaign.programme, initial=initial)
    if form.is_valid():
        actions.edit(campaign, **form.cleaned_data, by=request.user)
        messages.success(request, _("C’est enregistré. Une autre personne doit approuver."))
        return redirect(campaign)
    return render(request, "outreach/campaign_edit.html", {"form": form, "campaign": campaign})


@require_safe
def campaign_preview(request, public_id):
    campaign = _campaign(request, public_id)
    letter = compose_letter(campaign, actions.current_content(campaign), None)
    context = {"campaign": campaign, "letter": letter, "weight": len(letter.html.encode())}
    return render(request, "outreach/campaign_preview.html", context)


@csp_override(LETTER_CSP)
@require_safe
def campaign_html(request, public_id):
    """The HTML part, as it leaves."""
    campaign = _campaign(request, public_id)
    letter = compose_letter(campaign, actions.current_content(campaign), None)
    return HttpResponse(letter.html)


@require_POST
def campaign_test(request, public_id):
    actions.send_test(_campaign(request, public_id), request.user.email, request.user)
    messages.success(request, _("Une lettre d’essai part à votre adresse."))
    return redirect("outreach:campaign_preview", public_id=public_id)


@require_POST
def campaign_approve(request, public_id):
    campaign = actions.approve(_campaign(request, public_id), request.user)
    messages.success(request, _("La lettre est approuvée, telle qu’elle est affichée ici."))
    return redirect(campaign)


@require_POST
def campaign_send(request, public_id):
    campaign = _campaign(request, public_id)
    actions.start_sending(campaign, request.user)
    for _batch in range(BATCHES_PER_REQUEST):
        if not actions.prepare_batch(campaign):
            break
    return redirect(campaign)
