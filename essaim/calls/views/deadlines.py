"""What a team does with the closings of its calls: waves, more time for all or for one person."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.base.exceptions import RuleBroken
from essaim.calls import actions
from essaim.calls.forms import ExtensionForm, NamedExtensionForm, WaveForm
from essaim.calls.models import Call, Wave
from essaim.calls.outages import proposal
from essaim.calls.views.finding import find_managed


def deadlines_of(call: Call) -> dict:
    """What the page of a team says of the closings of a call."""
    now = timezone.now()
    return {
        "now": now,
        "waves": call.waves.all() if call.is_rolling else [],
        "extensions": call.extensions.select_related("granted_by"),
        "may_extend": call.status == Call.Status.PUBLISHED and not call.results_at,
        "proposal": proposal(call, now),
    }


def _attempt(form, act) -> bool:
    """Run ``act`` with what was typed. A refusal becomes an error of the form, nothing is lost."""
    if not form.is_valid():
        return False
    try:
        act(**form.cleaned_data)
    except RuleBroken as refused:
        form.add_error(None, str(refused))
        return False
    return True


def call_extend(request, slug):
    call = find_managed(request.user, slug)
    form = ExtensionForm(call, request.POST or None, initial={"closes_at": call.next_closing_at})
    if _attempt(form, lambda **given: actions.extend(call, by=request.user, **given)):
        messages.success(request, _("La clôture est reculée. Les candidats en sont prévenus."))
        return redirect("calls:call_manage", slug)
    return render(request, "calls/call_extend.html", {"form": form, "call": call})


def call_extend_for(request, slug):
    call = find_managed(request.user, slug)
    form = NamedExtensionForm(call, request.POST or None)
    if _attempt(form, lambda **given: actions.extend_for(call, by=request.user, **given)):
        messages.success(request, _("Le délai est accordé. Cette personne en est prévenue."))
        return redirect("calls:call_manage", slug)
    return render(request, "calls/call_extend_for.html", {"form": form, "call": call})


@require_POST
def call_extend_after_outage(request, slug):
    actions.extend_after_outage(find_managed(request.user, slug), by=request.user)
    messages.success(request, _("La clôture est reculée. Les candidats en sont prévenus."))
    return redirect("calls:call_manage", slug)


def _wave(request, slug, number) -> Wave:
    call = find_managed(request.user, slug)
    return get_object_or_404(call.waves.select_related("call"), number=number)


def wave_add(request, slug):
    call = find_managed(request.user, slug)
    form = WaveForm(call, request.POST or None)
    if _attempt(form, lambda **given: actions.add_wave(call, by=request.user, **given)):
        messages.success(request, _("La vague est annoncée."))
        return redirect("calls:call_manage", slug)
    return render(request, "calls/wave_edit.html", {"form": form, "call": call, "wave": None})


def wave_edit(request, slug, number):
    wave = _wave(request, slug, number)
    typed = {"closes_at": wave.closes_at, "results_expected": wave.results_expected}
    form = WaveForm(wave.call, request.POST or None, initial=typed)
    if _attempt(form, lambda **given: actions.edit_wave(wave, by=request.user, **given)):
        messages.success(request, _("La vague est modifiée."))
        return redirect("calls:call_manage", slug)
    return render(request, "calls/wave_edit.html", {"form": form, "call": wave.call, "wave": wave})


@require_POST
def wave_remove(request, slug, number):
    actions.remove_wave(_wave(request, slug, number), by=request.user)
    messages.success(request, _("La vague est retirée."))
    return redirect("calls:call_manage", slug)
