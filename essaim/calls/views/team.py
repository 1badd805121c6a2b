"""What the team of a programme does with its calls."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.calls import actions, versions
from essaim.calls.forms import (
    CallForm,
    CancellationForm,
    CloneForm,
    NewCallForm,
    RulesForm,
)
from essaim.calls.models import Call, Criterion
from essaim.calls.permissions import managed_programmes
from essaim.calls.views.deadlines import deadlines_of
from essaim.calls.views.finding import find_draft, find_managed


def call_create(request):
    programmes = managed_programmes(request.user)
    if not programmes.exists():
        raise Http404
    form = NewCallForm(request.POST or None, programmes=programmes)
    if form.is_valid():
        call = actions.create_call(by=request.user, **form.cleaned_data)
        messages.success(
            request, _("L’appel est enregistré. Personne d’autre que l’équipe ne le voit.")
        )
        return redirect("calls:call_manage", call.slug)
    return render(request, "calls/call_edit.html", {"form": form, "call": None})


def call_manage(request, slug):
    call = find_managed(request.user, slug)
    context = {
        "call": call,
        "is_draft": call.status == Call.Status.DRAFT,
        "can_archive": actions.can_be_archived(call),
        "missing": actions.what_is_missing(call),
        "versions": call.rules.all(),
        **_content_of(call),
        **deadlines_of(call),
    }
    return render(request, "calls/call_manage.html", context)


def _content_of(call: Call) -> dict:
    """What it asks and how it looks at what it receives: each has a page of its own."""
    return {
        "question_set": call.questions_asked,
        "can_amend": actions.can_be_amended(call),
        "prepared": versions.in_preparation(call),
        "self_test_count": call.eligibility_questions.count(),
        "checklist_count": call.admissibility_criteria.count(),
        "criteria_count": actions.parts_of(call, Criterion).count(),
    }


def call_clone(request, slug):
    call = find_managed(request.user, slug)
    form = CloneForm(request.POST or None)
    if form.is_valid():
        clone = actions.clone_call(call, request.user, form.cleaned_data["title"])
        messages.success(request, _("L’appel est repris dans un brouillon. Fixez ses dates."))
        return redirect("calls:call_manage", clone.slug)
    return render(request, "calls/call_clone.html", {"form": form, "call": call})


def call_edit(request, slug):
    call = find_draft(request.user, slug)
    form = CallForm(request.POST or None, instance=call)
    if form.is_valid():
        actions.edit_call(call, request.user, **form.cleaned_data)
        messages.success(request, _("C’est enregistré."))
        return redirect("calls:call_manage", call.slug)
    return render(request, "calls/call_edit.html", {"form": form, "call": call})


def rules_edit(request, slug):
    call = find_managed(request.user, slug)
    last = call.rules.first()
    form = RulesForm(request.POST or None, initial={"text": last.text if last else ""})
    if form.is_valid():
        actions.publish_rules(call, form.cleaned_data["text"], request.user)
        messages.success(request, _("Le règlement est enregistré."))
        return redirect("calls:call_manage", call.slug)
    return render(request, "calls/rules_edit.html", {"form": form, "call": call})


def call_publish(request, slug):
    call = find_managed(request.user, slug)
    if request.method == "POST":
        actions.publish(call, request.user)
        messages.success(request, _("L’appel est publié."))
        return redirect(call)
    context = {"call": call, "missing": actions.what_is_missing(call)}
    return render(request, "calls/call_publish.html", context)


def call_cancel(request, slug):
    call = find_managed(request.user, slug)
    form = CancellationForm(request.POST or None)
    if form.is_valid():
        actions.cancel(call, request.user, form.cleaned_data["reason"])
        messages.success(request, _("L’appel est annulé."))
        return redirect(call)
    return render(request, "calls/call_cancel.html", {"form": form, "call": call})


@require_POST
def call_archive(request, slug):
    call = find_managed(request.user, slug)
    actions.archive(call, request.user)
    messages.success(request, _("L’appel est archivé."))
    return redirect("calls:call_manage", call.slug)
