"""Changing the questions of a published call."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.calls import actions, versions
from essaim.calls.forms import AmendmentForm
from essaim.calls.models import Call
from essaim.calls.views.finding import find_managed


def amendment_detail(request, slug):
    """What is prepared and how it differs; publishing it needs a reason."""
    call = find_managed(request.user, slug)
    form = AmendmentForm(request.POST or None)
    if form.is_valid():
        actions.publish_amendment(call, request.user, form.cleaned_data["reason"])
        messages.success(request, _("Les nouvelles questions sont publiées."))
        return redirect("calls:amendment_detail", slug)
    context = {"call": call, "form": form, **_versions_of(call)}
    return render(request, "calls/amendment_detail.html", context)


def _versions_of(call: Call) -> dict:
    prepared, out = versions.in_preparation(call), versions.published(call)
    return {
        "can_amend": actions.can_be_amended(call),
        "prepared": prepared,
        "out": out,
        "changes": versions.changes(out[0], prepared) if prepared and out else [],
    }


@require_POST
def amendment_prepare(request, slug):
    actions.prepare_amendment(find_managed(request.user, slug), request.user)
    return redirect("calls:question_list", slug)


@require_POST
def amendment_drop(request, slug):
    actions.drop_amendment(find_managed(request.user, slug), request.user)
    messages.success(request, _("Le changement est abandonné. Les questions publiées restent."))
    return redirect("calls:amendment_detail", slug)
