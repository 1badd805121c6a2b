"""One thing per page: the start, the task list, the title, each question."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.applications import actions
from essaim.applications.completion import (
    description,
    writable_entries,
    writing_home,
    written_entries,
)
from essaim.applications.content import Entry, entry_of
from essaim.applications.exceptions import (
    AlreadyDeposited,
    CallClosed,
    CompletionClosed,
    FieldNotReopened,
    NotAllowed,
    NotAsked,
    OtherWriter,
    StaleAnswer,
    StaleDescription,
)
from essaim.applications.forms import AnswerForm, DescribeForm, StartForm
from essaim.applications.models import Application, InfoRequest
from essaim.applications.readiness import Readiness
from essaim.applications.tasks import task_groups
from essaim.applications.views.file_answers import answer_with_files
from essaim.applications.views.finding import find_to_write, find_written
from essaim.calls.models import Call, Question
from essaim.calls.models.zones import hour

WITHDRAWN = Application.Status.WITHDRAWN
OVER = (AlreadyDeposited, CallClosed, CompletionClosed, FieldNotReopened)
CLOSED = (*OVER, NotAllowed)


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
        "drafts": written.exclude(status=WITHDRAWN).select_related("organisation", "call", "wave"),
        "question_set": call.questions_asked,
        **_own_dates(request, call),
    }
    return render(request, "applications/application_start.html", context)


def _own_dates(request, call) -> dict:
    """Where the call stands for this person, to whom more time may have been given."""
    email = request.user.email
    return {
        "phase": call.phase_at(request.received_at, email),
        "closing_at": call.own_closing_at(email),
    }


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


@require_POST
def resume_link(request, public_id):
    """A mail to oneself with the way back to this draft."""
    application = find_written(request.user, public_id)
    actions.send_resume_link(application, by=request.user)
    told = _("Le lien est envoyé à {email}. S’il tarde, regardez dans les indésirables.")
    messages.success(request, told.format(email=request.user.email))
    return redirect(application)


def application_describe(request, public_id):
    application = _find_to_write(request, public_id, InfoRequest.DESCRIPTION)
    form = DescribeForm(request.POST or None, initial=_description(application, request.user))
    if form.is_valid():
        return _save_description(request, application, form)
    context = {"application": application, "form": form, "is_stale": False}
    context |= {"home": writing_home(application), "stored": description(application)}
    return render(request, "applications/application_describe.html", context)


def _save_description(request, application, form):
    """As for an answer: kept, or shown again beside what a colleague kept meanwhile."""
    is_stale = False
    try:
        actions.describe(application, **form.taken_from(request.user), by=request.user)
        return _saved(request, application, _writable(application))
    except StaleDescription as stale:
        application.refresh_from_db()
        form.send_again(version=description(application).version)
        is_stale, status = True, stale.status
    except (OtherWriter, *CLOSED) as refused:
        status = _say_unsaved(form, refused, request.user)
    context = {"application": application, "form": form, "is_stale": is_stale}
    context |= {"home": writing_home(application), "stored": description(application)}
    return render(request, "applications/application_describe.html", context, status=status)


def _description(application, user) -> dict:
    now = description(application)
    return {
        "title": now.title,
        "themes": now.themes,
        "version": now.version,
        "writer": user.pk,
    }


def answer_edit(request, public_id, code):
    """One question. What was typed for one that is not asked any more is kept all the same."""
    application = _find_to_write(request, public_id, code)
    context = _question_page(application, code)
    entry = context["entry"]
    if request.method == "GET" and not context["at"]:
        raise NotAsked()
    if entry.question.kind == Question.Kind.FILE:
        return answer_with_files(request, context)
    form = AnswerForm(entry, request.POST or None, initial=_known(request), retour=request.path)
    if form.is_valid():
        return _save_answer(request, {**context, "form": form})
    return render(request, "applications/answer_edit.html", {**context, "form": form})


def _question_page(application, code) -> dict:
    """« Question 3 sur 8 »; ``at`` is 0 for a question that is not asked. Raises Http404."""
    found = written_entries(application)
    entry = next((entry for entry in found if entry.question.code == code), None)
    if entry is None:
        raise Http404
    asked = writable_entries(application, found)
    at = asked.index(entry) + 1 if entry in asked else 0
    place = {"at": at, "all": len(asked), "following": asked[at : at + 1], "stored": None}
    home = writing_home(application)
    return {"application": application, "entry": entry, "home": home, **place}


def _known(request) -> dict:
    """Who writes; and the body just added to the directory, for the question that asks for one."""
    added = request.GET.get("structure")
    return {"writer": request.user.pk, **({"value": added} if added else {})}


def _save_answer(request, context):
    """Kept, or shown again with the reason: what was typed never leaves the page unsaved."""
    application, form, stored = context["application"], context["form"], None
    question = context["entry"].question
    try:
        actions.answer(application, question, **form.taken_from(request.user), by=request.user)
        return _saved(request, application, following(application, question))
    except StaleAnswer as stale:
        # Both texts on one page. Saving again then replaces the version just shown, knowingly.
        stored, status = entry_of(stale.answer), stale.status
        form.send_again(version=stored.version)
    except (OtherWriter, *CLOSED) as refused:
        status = _say_unsaved(form, refused, request.user)
    context = {**context, "stored": stored}
    return render(request, "applications/answer_edit.html", context, status=status)


def following(application, question) -> list[Entry]:
    """The questions asked after this one, as its answer, just given, makes them."""
    return [e for e in _writable(application) if e.question.position > question.position]


def _writable(application) -> list[Entry]:
    return writable_entries(application, written_entries(application))


def _find_to_write(request, public_id, field):
    """To show a form the draft must be writable; once something is typed, the rule itself says
    no and the text stays on the page."""
    if request.method == "POST":
        return find_written(request.user, public_id)
    return find_to_write(request.user, public_id, field)


def _say_unsaved(form, refused, user) -> int:
    sentence = _("Votre saisie n’est pas enregistrée : copiez-la si vous voulez la garder.")
    if isinstance(refused, OtherWriter):
        form.send_again(writer=user.pk)
        sentence = ""
    form.add_error(None, f"{refused} {sentence}".strip())
    return refused.status


def _saved(request, application, following):
    """To the next question, or to the list: when it was the last, or when asked."""
    messages.success(request, saved_at(timezone.now()))
    if following and "list" not in request.POST:
        code = following[0].question.code
        return redirect("applications:answer_edit", application.public_id, code)
    return redirect(writing_home(application))


def saved_at(moment) -> str:
    """« Enregistré à 14 h 03. »"""
    return _("Enregistré à {moment}.").format(moment=clock(moment))


def clock(moment) -> str:
    """« 14 h 03 »"""
    return hour(timezone.localtime(moment))
