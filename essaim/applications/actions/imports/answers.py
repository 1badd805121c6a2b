"""The text that a question keeps, from what the fields of another tool say."""

from django.utils.translation import gettext as _

from essaim.applications.actions.values import check_value
from essaim.applications.exceptions import BadAnswer
from essaim.applications.mapping import Value, day_of, find_organisation
from essaim.base.text import fold
from essaim.calls.models import Question


def answer_of(question: Question, values: list[Value]) -> str:
    """The answer, as the question keeps it. Raises BadAnswer: what is wrong, what to do.

    The text of several fields stays whole, one paragraph each.
    """
    shape = _SHAPES.get(question.kind, _paragraphs)
    text = shape(question, values)
    if len(text) > question.max_length:
        raise BadAnswer(
            _(
                "{count} caractères de trop ({most} au plus). Demandez au porteur un texte plus "
                "court, ou ne reprenez pas ce champ."
            ).format(count=len(text) - question.max_length, most=question.max_length)
        )
    check_value(question, text)
    return text


def _paragraphs(question: Question, values: list[Value]) -> str:
    return "\n\n".join(value.text.strip() for value in values)


def _choice(question: Question, values: list[Value]) -> str:
    """One of its choices, accents and capitals apart."""
    said = _paragraphs(question, values)
    for choice in question.choices:
        if fold(choice) == fold(said):
            return choice
    raise BadAnswer(
        _("« {said} » n’est pas une des réponses proposées : {choices}.").format(
            said=said[:80], choices=", ".join(question.choices)
        )
    )


def _day(question: Question, values: list[Value]) -> str:
    return day_of(values[0].text).isoformat()


def _organisation(question: Question, values: list[Value]) -> str:
    return find_organisation(values[0]).code


def _people(question: Question, values: list[Value]) -> str:
    """One person per line, however the source separates them."""
    said = "\n".join(value.text for value in values).replace(";", "\n")
    return "\n".join(line.strip() for line in said.splitlines() if line.strip())


_SHAPES = {
    Question.Kind.CHOICE: _choice,
    Question.Kind.DATE: _day,
    Question.Kind.ORGANISATION: _organisation,
    Question.Kind.PEOPLE: _people,
}
