"""A call as those who will answer it see it, walked by the team that prepares it. Nothing is kept."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from essaim.applications.content import Entry, by_section
from essaim.applications.forms import AnswerForm, AttachmentForm, DescribeForm
from essaim.calls import versions
from essaim.calls.conditions import in_words
from essaim.calls.models import Call, Question


def _find_previewed(user, slug: str) -> dict:
    """The call and the version of its questions that is prepared, or else the one that is out."""
    calls = Call.objects.managed_by(user).select_related("programme")
    call = get_object_or_404(calls, slug=slug)
    question_set = versions.in_preparation(call) or call.questions_asked
    if question_set is None:
        raise Http404
    questions = list(question_set.questions.all())
    return {"call": call, "question_set": question_set, "questions": questions}


@require_safe
def preview_start(request, slug):
    return render(request, "applications/preview_start.html", _find_previewed(request.user, slug))


@require_safe
def preview_list(request, slug):
    """The task list of a draft in which nothing is written yet."""
    context = _find_previewed(request.user, slug)
    context["sections"] = by_section([Entry(question, None) for question in context["questions"]])
    return render(request, "applications/preview_list.html", context)


@require_safe
def preview_describe(request, slug):
    context = _find_previewed(request.user, slug)
    context |= {"form": DescribeForm(), "following": context["questions"][:1]}
    return render(request, "applications/preview_describe.html", context)


@require_safe
def preview_question(request, slug, code):
    context = _find_previewed(request.user, slug)
    questions = context["questions"]
    at = next((n for n, question in enumerate(questions, 1) if question.code == code), 0)
    if not at:
        raise Http404
    question = questions[at - 1]
    context |= {
        "question": question,
        "at": at,
        "condition": in_words(question, questions),
        "form": _form(question),
        "following": questions[at : at + 1],
    }
    return render(request, "applications/preview_question.html", context)


def _form(question: Question):
    """The very widgets of the real page."""
    is_file = question.kind == Question.Kind.FILE
    return AttachmentForm() if is_file else AnswerForm(Entry(question, None))
