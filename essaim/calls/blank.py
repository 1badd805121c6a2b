"""The questions of a call as a sheet to fill in by hand: what is asked, when, and room to write."""

from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from essaim.calls.conditions import in_words
from essaim.calls.models import Question, QuestionSet

Kind = Question.Kind
SIGNS_PER_LINE = 75


@dataclass(frozen=True)
class Item:
    """One question on the sheet. ``room`` is the size of what is left to write in, empty for none."""

    number: int
    question: Question
    condition: str
    limit: str
    room: str


@dataclass(frozen=True)
class Part:
    title: str
    items: list[Item]


def sheet(question_set: QuestionSet) -> list[Part]:
    """The whole set, by section, in order. Reads the questions once."""
    questions = list(question_set.questions.all())
    items = [
        Item(number, question, in_words(question, questions), _limit(question), _room(question))
        for number, question in enumerate(questions, start=1)
    ]
    groups = groupby(items, key=lambda item: item.question.section)
    return [Part(title, list(found)) for title, found in groups]


def _limit(question: Question) -> str:
    """The shape of the answer, in words."""
    if question.kind in (Kind.SHORT_TEXT, Kind.LONG_TEXT):
        lines = -(-question.max_length // SIGNS_PER_LINE)
        return _("{count} caractères au plus, environ {lines} lignes tapées.").format(
            count=question.max_length, lines=lines
        )
    sentences = {
        Kind.CHOICE: _("Une seule réponse."),
        Kind.NUMBER: _("Un nombre."),
        Kind.DATE: _("Une date."),
        Kind.FILE: _("Un document à joindre : notez ici lequel, et qui l’a."),
        Kind.ORGANISATION: _("Une structure de l’annuaire."),
        Kind.PEOPLE: _("Une personne par ligne : sa fonction, puis le temps qu’elle donne."),
    }
    return sentences[Kind(question.kind)]


def _room(question: Question) -> str:
    if question.kind == Kind.CHOICE:
        return ""
    if question.kind == Kind.PEOPLE:
        return "medium"
    if question.kind != Kind.LONG_TEXT:
        return "small"
    return "medium" if question.max_length <= 800 else "large"
