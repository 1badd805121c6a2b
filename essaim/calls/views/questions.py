"""The questions of a version that is not out yet: a draft's own, or an amendment's."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.calls import actions, versions
from essaim.calls.conditions import in_words
from essaim.calls.forms import ConditionForm, KindForm, QuestionForm
from essaim.calls.forms.questions import USUAL_LENGTH
from essaim.calls.models import Call, Question, QuestionSet
from essaim.calls.views.finding import find_managed

STEPS = {"up": actions.UP, "down": actions.DOWN}


def _find_prepared(user, slug: str) -> QuestionSet:
    """Raises CallFrozen when no version is being prepared."""
    question_set = versions.in_preparation(find_managed(user, slug))
    if question_set is None:
        raise actions.CallFrozen()
    return question_set


def _find_question(user, slug: str, code: str) -> Question:
    return get_object_or_404(Question, question_set=_find_prepared(user, slug), code=code)


def question_list(request, slug):
    question_set = _find_prepared(request.user, slug)
    questions = list(question_set.questions.all())
    context = {
        "call": question_set.call,
        "is_amendment": question_set.call.status == Call.Status.PUBLISHED,
        "question_set": question_set,
        "rows": [{"question": q, "condition": in_words(q, questions)} for q in questions],
    }
    return render(request, "calls/question_list.html", context)


@require_POST
def question_move(request, slug):
    """One button was pressed: « up » or « down » carries a code, « section_up »… a title."""
    question_set = _find_prepared(request.user, slug)
    pressed = next((name for name in request.POST if name.split("_")[-1] in STEPS), None)
    if pressed is None:
        raise Http404
    step, value = STEPS[pressed.split("_")[-1]], request.POST[pressed]
    address = reverse("calls:question_list", args=[slug])
    if pressed.startswith("section"):
        actions.move_section(question_set, value, request.user, step)
        return redirect(address)
    question = get_object_or_404(question_set.questions, code=value)
    actions.move_question(question, request.user, step)
    return redirect(f"{address}#question-{value}")


def question_add(request, slug):
    """First the kind of answer, then the words: a page each."""
    question_set = _find_prepared(request.user, slug)
    kind = KindForm(request.GET or None)
    if not kind.is_valid():
        context = {"call": question_set.call, "form": kind}
        return render(request, "calls/question_kind.html", context)
    chosen = kind.cleaned_data["kind"]
    known = {"kind": chosen, "max_length": USUAL_LENGTH.get(chosen, 2000)}
    question = Question(question_set=question_set, **known)
    return _write(request, question, lambda **f: actions.add_question(question_set, **known | f))


def question_edit(request, slug, code):
    question = _find_question(request.user, slug, code)
    return _write(request, question, lambda **f: actions.edit_question(question, **f))


def _write(request, question: Question, keep):
    """The page of a question's words. What would break the set is said, and nothing typed is lost."""
    call, status = question.question_set.call, 200
    siblings = list(question.question_set.questions.all())
    sections = list(dict.fromkeys(other.section for other in siblings))
    form = QuestionForm(request.POST or None, instance=question, sections=sections)
    if form.is_valid():
        try:
            keep(by=request.user, **form.cleaned_data)
            messages.success(request, _("La question est enregistrée."))
            return redirect("calls:question_list", call.slug)
        except actions.QuestionsBroken as broken:
            form.add_error(None, broken.faults)
            status = broken.status
    context = {"call": call, "form": form, "question": question}
    return render(request, "calls/question_edit.html", context, status=status)


def question_condition(request, slug, code):
    question = _find_question(request.user, slug, code)
    earlier = question.question_set.questions.filter(position__lt=question.position)
    sources = list(earlier.filter(kind=Question.Kind.CHOICE))
    # No box ticked is an answer too.
    data = request.POST if request.method == "POST" else None
    form = ConditionForm(data, question=question, sources=sources)
    if form.is_valid():
        actions.edit_question(question, request.user, **form.cleaned_data)
        messages.success(request, _("C’est enregistré."))
        return redirect("calls:question_list", slug)
    call = question.question_set.call
    context = {"call": call, "question": question, "form": form, "sources": sources}
    return render(request, "calls/question_condition.html", context)


@require_POST
def question_remove(request, slug, code):
    actions.remove_question(_find_question(request.user, slug, code), request.user)
    messages.success(request, _("La question est retirée."))
    return redirect("calls:question_list", slug)
