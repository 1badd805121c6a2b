"""Which questions of a set are asked, given what was answered so far.

A question may be asked only if an earlier question of the same set, a choice, was answered by one of
some values. Conditions make chains: what hangs on a question that is not asked is not asked either,
whatever answer was left there. An answer is text, as it is stored; ``answers`` is {code: value}.
"""

from collections.abc import Iterable, Mapping

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from essaim.calls.models import Question


def asked_questions(questions: Iterable[Question], answers: Mapping[str, str]) -> list[Question]:
    """Those of ``questions`` (a whole set, in order) that are asked. No query, one pass."""
    asked: dict[str, Question] = {}
    for question in questions:
        if not question.asked_if_code or (
            question.asked_if_code in asked
            and answers.get(question.asked_if_code) in question.asked_if_values
        ):
            asked[question.code] = question
    return list(asked.values())


def is_asked(question: Question, answers: Mapping[str, str]) -> bool:
    """Whether this one is asked. For several questions, asked_questions() reads the set once."""
    if not question.asked_if_code:
        return True
    whole_set = question.question_set.questions.all()
    return question in asked_questions(whole_set, answers)


def in_words(question: Question, questions: Iterable[Question]) -> str:
    """« Seulement si vous avez répondu « oui » à « … » », empty for a question always asked."""
    asked_by = {other.code: other.label for other in questions}
    if question.asked_if_code not in asked_by:
        return ""
    values = get_text_list(
        [f"«\u00a0{value}\u00a0»" for value in question.asked_if_values], _("ou")
    )
    return _("Seulement si vous avez répondu {values} à « {question} ».").format(
        values=values, question=asked_by[question.asked_if_code]
    )


def faults(questions: Iterable[Question]) -> list[str]:
    """Sentences, one per thing that makes this set (in order) impossible to answer; empty when sound."""
    found: list[str] = []
    everywhere = list(questions)
    codes = {question.code for question in everywhere}
    earlier: dict[str, Question] = {}
    for question in everywhere:
        if question.kind == Question.Kind.CHOICE and len(question.choices) < 2:
            found.append(
                _("« {question} » : écrivez au moins deux choix.").format(question=question)
            )
        if question.asked_if_code:
            found += _faults_of_condition(question, earlier, codes)
        earlier[question.code] = question
    return found


def _faults_of_condition(question: Question, earlier: dict, codes: set[str]) -> list[str]:
    source = earlier.get(question.asked_if_code)
    if source is None and question.asked_if_code in codes:
        sentence = _(
            "« {question} » dépend d’une question qui vient après elle : "
            "placez-la plus bas, ou changez sa condition."
        )
    elif source is None:
        sentence = _(
            "« {question} » dépend d’une question qui n’est plus dans la liste : "
            "changez d’abord sa condition."
        )
    elif source.kind != Question.Kind.CHOICE:
        sentence = _(
            "« {question} » dépend de « {source} », qui n’est pas une question à choix : "
            "changez d’abord sa condition."
        )
    elif not question.asked_if_values or set(question.asked_if_values) - set(source.choices):
        sentence = _(
            "« {question} » n’est posée que pour certaines réponses à « {source} » : "
            "choisissez-les parmi ses choix actuels."
        )
    else:
        return []
    return [sentence.format(question=question, source=source)]
