"""What a call asks: a set of questions that stays sound at each change, frozen once it is out."""

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.text import slugify

from essaim.accounts.actions import log
from essaim.base.states import StateChanged
from essaim.calls.actions import defaults
from essaim.calls.actions.holding import check_draft, hold_questions
from essaim.calls.actions.naming import first_free
from essaim.calls.conditions import faults
from essaim.calls.exceptions import QuestionsBroken
from essaim.calls.models import Call, Question, QuestionSet

CODE_LENGTH = 40
# Beyond any real position: the whole set steps aside while its order is rewritten.
ASIDE = 1000
UP, DOWN = -1, 1

Sections = dict[str, list[Question]]


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
def add_question(question_set: QuestionSet, by, **fields) -> Question:
    """Add a question at the end of its section; its code is drawn from its label, once and for all.

    Raises CallFrozen once the version is out, QuestionsBroken, NotManager.
    """
    hold_questions(question_set, by)
    sections = _sections(question_set)
    last = question_set.questions.aggregate(last=Max("position"))["last"] or 0
    code = _free_code(question_set.call, fields["label"])
    question = Question(question_set=question_set, code=code, position=last + 1, **fields)
    sections.setdefault(question.section, []).append(question)
    _check(sections)
    question.save()
    _keep_order(question_set, sections)
    log(question_set.call, "add_question", by=by, note=code)
    return question


def _free_code(call: Call, label: str) -> str:
    """Never a code of an earlier version: an old answer must not pass for one to a new question."""
    stem = slugify(label)[:CODE_LENGTH].strip("-") or "question"
    known = Question.objects.filter(question_set__call=call, code__startswith=stem)
    taken = set(known.values_list("code", flat=True))
    return first_free(stem, taken)


@transaction.atomic
def edit_question(question: Question, by, **fields) -> Question:
    """Reword a question, or change when it is asked; its code and its kind stay.

    In another section it goes to its end. Raises CallFrozen once the version is out,
    QuestionsBroken, NotManager.
    """
    hold_questions(question.question_set, by)
    sections = _sections(question.question_set)
    home, at = _place(sections, question)
    for name, value in fields.items():
        setattr(question, name, value)
    sections[home][at] = question
    if question.section != home:
        sections[home].pop(at)
        sections = _with_section(sections, question.section, after=home)
        sections[question.section].append(question)
    _check(sections)
    question.save(update_fields=list(fields))
    _keep_order(question.question_set, sections)
    log(question.question_set.call, "edit_question", by=by, note=question.code)
    return question


@transaction.atomic
def remove_question(question: Question, by) -> None:
    """Take a question out. Raises QuestionsBroken when others depend on it, and as above."""
    hold_questions(question.question_set, by)
    sections = _sections(question.question_set)
    home, at = _place(sections, question)
    sections[home].pop(at)
    _check(sections)
    log(question.question_set.call, "remove_question", by=by, note=question.code)
    question.delete()


@transaction.atomic
def move_question(question: Question, by, step: int) -> None:
    """One place up (UP) or down (DOWN). At the edge of its section it passes into the next one; alone
    in its section it takes it along. Raises as edit_question().
    """
    hold_questions(question.question_set, by)
    sections = _sections(question.question_set)
    home, at = _place(sections, question)
    beside = sections[home]
    if 0 <= at + step < len(beside):
        beside.insert(at + step, beside.pop(at))
    elif len(beside) == 1:
        sections = _swapped(sections, home, step)
    elif neighbour := _neighbour(sections, home, step):
        moved = beside.pop(at)
        moved.section = neighbour
        sections[neighbour].insert(0 if step == DOWN else len(sections[neighbour]), moved)
    _check(sections)
    _keep_order(question.question_set, sections)


@transaction.atomic
def move_section(question_set: QuestionSet, section: str, by, step: int) -> None:
    """A whole section before the one above it, or after the one below. Raises as edit_question()."""
    hold_questions(question_set, by)
    sections = _swapped(_sections(question_set), section, step)
    _check(sections)
    _keep_order(question_set, sections)


def copy_questions(source: QuestionSet, target: QuestionSet) -> None:
    """The same questions, codes included, in a set that has none."""
    questions = list(source.questions.all())
    for question in questions:
        question.pk, question.question_set = None, target
    Question.objects.bulk_create(questions)


def _sections(question_set: QuestionSet) -> Sections:
    sections: Sections = {}
    for question in question_set.questions.all():
        sections.setdefault(question.section, []).append(question)
    return sections


def _place(sections: Sections, question: Question) -> tuple[str, int]:
    """Its section and its rank there. Raises StateChanged if a colleague has just removed it."""
    for name, beside in sections.items():
        if question in beside:
            return name, beside.index(question)
    raise StateChanged()


def _with_section(sections: Sections, section: str, after: str) -> Sections:
    """The same, with an empty section behind another one, unless there is one of that name."""
    if section in sections:
        return sections
    names = list(sections)
    names.insert(names.index(after) + 1, section)
    return {name: sections.get(name, []) for name in names}


def _neighbour(sections: Sections, section: str, step: int) -> str:
    names = list(sections)
    at = names.index(section) + step
    return names[at] if 0 <= at < len(names) else ""


def _swapped(sections: Sections, section: str, step: int) -> Sections:
    """The same, with this section one place further; as it is when there is no such section."""
    if section not in sections:
        return sections
    names = [name for name in sections if name != section]
    at = list(sections).index(section) + step
    names.insert(min(max(at, 0), len(names)), section)
    return {name: sections[name] for name in names}


def _check(sections: Sections) -> None:
    if found := faults(question for beside in sections.values() for question in beside):
        raise QuestionsBroken(found)


def _keep_order(question_set: QuestionSet, sections: Sections) -> None:
    """Write the order and the sections. A position is unique, so all step aside first."""
    questions = [question for beside in sections.values() for question in beside]
    for position, question in enumerate(questions, start=1):
        question.position = position
    question_set.questions.update(position=F("position") + ASIDE)
    Question.objects.bulk_update(questions, ["position", "section"])
