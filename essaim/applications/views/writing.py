"""One thing per page: the start, the task list, the title, each question."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.applications import actions
from essaim.applications.content import entries
from essaim.applications.exceptions import (
    AlreadyDeposited,
    CallClosed,
    NotAllowed,
    StaleAnswer,
    StaleDescription,
)
from essaim.applications.forms import AnswerForm, DescribeForm, StartForm
from essaim.applications.models import Application
from essaim.applications.readiness import Readiness
from essaim.applications.tasks import task_groups
from essaim.applications.views.finding import find_draft, find_written
from essaim.calls.models import Call

WITHDRAWN = Application.Status.WITHDRAWN
CLOSED = (AlreadyDeposited, CallClosed, NotAllowed)


def application_start(request, slug):
    """What is needed, how long it takes, for which organisation; one's draft comes first."""
    call = get_object_or_404(Call.objects.visible_to(request.user), slug=slug)
    initial = {"organisation": request.GET.get("structure")}
    form = StartForm(request.POST or None, initial=initial, retour=request.path)
    if form.is_valid():
        return redirect(actions.start(call, form.cleaned_data["organisation"], by=request.user))
    written = Application.objects.written_by(request.user).filter(call=call)
    context = {
        "call": call,
        "form": form,
        "drafts": written.exclude(status=WITHDRAWN).select_related("organisation", "call"),
        "question_set": call.questions_asked,
    }
    return render(request, "applications/application_start.html", context)


def show_tasks(request, application):
    """The task list of a draft, for those who may write in it."""
    readiness = Readiness(application)
    groups = task_groups(readiness)
    tasks = [task for group in groups for task in group.tasks if not task.is_optional]
    context = {
        "application": application,
        "readiness": readiness,
        "groups": groups,
        "done": sum(task.is_done for task in tasks),
        "all": len(tasks),
    }
    return render(request, "applications/application_write.html", context)


def application_describe(request, public_id):
    application = _find_to_write(request, public_id)
    form = DescribeForm(request.POST or None, initial=_description(application))
    if form.is_valid():
        return _save_description(request, application, form)
    context = {"application": application, "form": form, "is_stale": False}
    return render(request, "applications/application_describe.html", context)


def _save_description(request, application, form):
    """As for an answer: kept, or shown again beside what a colleague kept meanwhile."""
    is_stale = False
    try:
        actions.describe(application, **form.cleaned_data, by=request.user)
        return _saved(request, application, entries(application)[:1])
    except StaleDescription as stale:
        application.refresh_from_db()
        form.data = {**form.data.dict(), "themes": form.data.getlist("themes")}
        form.data["version"] = application.version
        is_stale, status = True, stale.status
    except CLOSED as refused:
        status = _say_unsaved(form, refused)
    context = {"application": application, "form": form, "is_stale": is_stale}
    return render(request, "applications/application_describe.html", context, status=status)


def _description(application) -> dict:
    themes = application.themes.all()
    return {"title": application.title, "themes": themes, "version": application.version}


def answer_edit(request, public_id, code):
    application = _find_to_write(request, public_id)
    found = entries(application)
    at = next((i for i, entry in enumerate(found) if entry.question.code == code), None)
    if at is None:
        raise Http404
    form = AnswerForm(found[at], request.POST or None)
    context = {"application": application, "entries": found, "entry": found[at], "form": form}
    if not form.is_valid():
        return render(request, "applications/answer_edit.html", {**context, "stored": None})
    return _save_answer(request, context, found[at + 1 : at + 2])


def _save_answer(request, context, following):
    """Kept, or shown again with the reason: what was typed never leaves the page unsaved."""
    application, form, stored = context["application"], context["form"], None
    try:
        question = context["entry"].question
        actions.answer(application, question, **form.cleaned_data, by=request.user)
        return _saved(request, application, following)
    except StaleAnswer as stale:
        # Both texts on one page. Saving again then replaces the version just shown, knowingly.
        stored, status = stale.answer, stale.status
        form.data = {**form.data.dict(), "version": stored.version}
    except CLOSED as refused:
        status = _say_unsaved(form, refused)
    context = {**context, "stored": stored}
    return render(request, "applications/answer_edit.html", context, status=status)


def _find_to_write(request, public_id):
    """To show a form the draft must be writable; once something is typed, the rule itself says
    no and the text stays on the page."""
    find = find_written if request.method == "POST" else find_draft
    return find(request.user, public_id)


def _say_unsaved(form, refused) -> int:
    sentence = _("Votre saisie n’est pas enregistrée : copiez-la si vous voulez la garder.")
    form.add_error(None, f"{refused} {sentence}")
    return refused.status


def _saved(request, application, following):
    """To the next question, or to the list: when it was the last, or when asked."""
    moment = timezone.localtime().strftime("%-H\u00a0h\u00a0%M")
    messages.success(request, _("Enregistré à {moment}.").format(moment=moment))
    if following and "list" not in request.POST:
        code = following[0].question.code
        return redirect("applications:answer_edit", application.public_id, code)
    return redirect(application)
