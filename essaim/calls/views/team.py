"""What the team of a programme does with its calls."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.calls import actions
from essaim.calls.forms import (
    CallForm,
    CancellationForm,
    NewCallForm,
    QuestionForm,
    RulesForm,
)
from essaim.calls.models import Call, Question
from essaim.calls.permissions import managed_programmes
from essaim.calls.views.deadlines import deadlines_of
from essaim.calls.views.finding import find_managed


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
    question_set = call.question_sets.prefetch_related("questions").first()
    context = {
        "call": call,
        "is_draft": call.status == Call.Status.DRAFT,
        "can_archive": actions.can_be_archived(call),
        "missing": actions.what_is_missing(call),
        "question_set": question_set,
        "criteria": call.grid.criteria.all() if hasattr(call, "grid") else [],
        "versions": call.rules.all(),
        **deadlines_of(call),
    }
    return render(request, "calls/call_manage.html", context)


def call_edit(request, slug):
    call = find_managed(request.user, slug)
    if call.status != Call.Status.DRAFT:
        raise actions.CallFrozen
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


def _draft_question(request, slug: str, code: str) -> Question:
    call = find_managed(request.user, slug)
    if call.status != Call.Status.DRAFT:
        raise actions.CallFrozen
    return get_object_or_404(Question, question_set=call.question_sets.first(), code=code)


def question_edit(request, slug, code):
    question = _draft_question(request, slug, code)
    form = QuestionForm(request.POST or None, instance=question)
    if form.is_valid():
        actions.edit_question(question, request.user, **form.cleaned_data)
        messages.success(request, _("La question est enregistrée."))
        return redirect("calls:call_manage", slug)
    return render(request, "calls/question_edit.html", {"form": form, "slug": slug})


@require_POST
def question_remove(request, slug, code):
    actions.remove_question(_draft_question(request, slug, code), request.user)
    messages.success(request, _("La question est retirée."))
    return redirect("calls:call_manage", slug)


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
