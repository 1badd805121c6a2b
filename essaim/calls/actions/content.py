"""What a call asks, how it judges, under which rules."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from essaim.accounts.actions import log
from essaim.calls.actions import defaults
from essaim.calls.exceptions import CallFrozen
from essaim.calls.models import Anchor, Call, Criterion, Grid, Question, QuestionSet, Rules


def _check_draft(call: Call) -> None:
    if call.status != Call.Status.DRAFT:
        raise CallFrozen()


@transaction.atomic
def set_default_questions(call: Call, by=None) -> QuestionSet:
    """Give a draft call the default questions; those it had are replaced.

    A call that has none may receive them whatever its state. Raises CallFrozen otherwise.
    """
    if call.question_sets.exists():
        _check_draft(call)
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
def set_default_grid(call: Call, by=None) -> Grid:
    """Give a draft call the default grid; the one it had is replaced. Raises CallFrozen as above."""
    if Grid.objects.filter(call=call).exists():
        _check_draft(call)
        Grid.objects.filter(call=call).delete()
    grid = Grid.objects.create(call=call)
    for position, known in enumerate(defaults.CRITERIA, start=1):
        criterion = Criterion.objects.create(
            grid=grid,
            code=known["code"],
            position=position,
            name=str(known["name"]),
            weight=known["weight"],
        )
        Anchor.objects.bulk_create(
            Anchor(criterion=criterion, mark=mark, text=str(text))
            for mark, text in enumerate(known["anchors"])
        )
    log(call, "set_grid", by=by)
    return grid


@transaction.atomic
def edit_question(question: Question, by, **fields) -> Question:
    """Reword a question of a draft call; its code stays. Raises CallFrozen once published."""
    call = question.question_set.call
    _check_draft(call)
    for name, value in fields.items():
        setattr(question, name, value)
    question.save(update_fields=list(fields))
    log(call, "edit_question", by=by, note=question.code)
    return question


@transaction.atomic
def remove_question(question: Question, by) -> None:
    """Take a question out of a draft call. Raises CallFrozen once published."""
    call = question.question_set.call
    _check_draft(call)
    log(call, "remove_question", by=by, note=question.code)
    question.delete()


@transaction.atomic
def publish_rules(call: Call, text: str, by) -> Rules:
    """Write the règlement. Before publication the text is replaced; afterwards a new version is added.

    Raises CallFrozen when the call is archived or cancelled.
    """
    if call.status in (Call.Status.ARCHIVED, Call.Status.CANCELLED):
        raise CallFrozen()
    if call.status == Call.Status.DRAFT:
        rules, _is_new = Rules.objects.update_or_create(
            call=call, version=1, defaults={"text": text, "published_at": timezone.now()}
        )
    else:
        last = call.rules.aggregate(last=Max("version"))["last"] or 0
        rules = Rules.objects.create(call=call, version=last + 1, text=text)
    log(call, "publish_rules", by=by, note=str(rules.version))
    return rules
