"""What a call asks."""

from django.db import transaction
from django.utils import timezone

from essaim.accounts.actions import log
from essaim.calls.actions import defaults
from essaim.calls.actions.holding import check_draft
from essaim.calls.models import Call, Question, QuestionSet


@transaction.atomic
def set_default_questions(call: Call, by=None) -> QuestionSet:
    """Give a draft call the default questions; those it had are replaced.

    A call that has none may receive them whatever its state. Raises CallFrozen otherwise.
    """
    if call.question_sets.exists():
        check_draft(call)
        call.question_sets.all().delete()
    published_at = None if call.status == Call.Status.DRAFT else timezone.now()
    question_set = QuestionSet.objects.create(call=call, published_at=published_at)
    questions = defaults.questions()
    for question in questions:
        question.question_set = question_set
    Question.objects.bulk_create(questions)
    log(call, "set_questions", by=by)
    return question_set


@transaction.atomic
def edit_question(question: Question, by, **fields) -> Question:
    """Reword a question of a draft call; its code stays. Raises CallFrozen once published."""
    call = question.question_set.call
    check_draft(call)
    for name, value in fields.items():
        setattr(question, name, value)
    question.save(update_fields=list(fields))
    log(call, "edit_question", by=by, note=question.code)
    return question


@transaction.atomic
def remove_question(question: Question, by) -> None:
    """Take a question out of a draft call. Raises CallFrozen once published."""
    call = question.question_set.call
    check_draft(call)
    log(call, "remove_question", by=by, note=question.code)
    question.delete()
