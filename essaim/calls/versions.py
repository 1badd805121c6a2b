"""The versions of what a call asks: the one prepared, those that are out, what changed between two."""

from django.utils.translation import gettext as _

from essaim.calls.models import Call, Question, QuestionSet

COMPARED = (
    *("label", "help_text", "section", "is_required", "is_hidden_from_jury"),
    *("max_length", "choices", "asked_if_code", "asked_if_values"),
)


def in_preparation(call: Call) -> QuestionSet | None:
    """The version that the team may write in: a draft's own, or an amendment that is not out."""
    return call.question_sets.filter(published_at=None).first()


def published(call: Call) -> list[QuestionSet]:
    """The versions that are out, the last one first."""
    return list(call.question_sets.exclude(published_at=None))


def changes(before: QuestionSet, after: QuestionSet) -> list[str]:
    """What ``after`` asks otherwise than ``before``, one sentence each; empty when it is the same."""
    old = {question.code: question for question in before.questions.all()}
    new = {question.code: question for question in after.questions.all()}
    added = [_("Ajoutée : « {question} »").format(question=new[c]) for c in new if c not in old]
    removed = [_("Retirée : « {question} »").format(question=old[c]) for c in old if c not in new]
    changed = [
        _("Modifiée : « {question} »").format(question=new[code])
        for code in new
        if code in old and _differ(old[code], new[code])
    ]
    kept = [code for code in old if code in new]
    moved = [] if kept == [code for code in new if code in old] else [_("L’ordre a changé.")]
    return [*added, *removed, *changed, *moved]


def _differ(old: Question, new: Question) -> bool:
    return any(getattr(old, name) != getattr(new, name) for name in COMPARED)
