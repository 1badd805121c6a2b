"""Which questions are asked, in chains too, and which sets cannot be answered."""

import pytest

from essaim.calls.conditions import asked_questions, faults, in_words, is_asked
from essaim.calls.models import Question
from tests.factories import QuestionFactory, QuestionSetFactory

CHOICE = Question.Kind.CHOICE


def choice(code: str, *choices: str, **fields) -> Question:
    return Question(code=code, label=f"{code} ?", kind=CHOICE, choices=list(choices), **fields)


def if_(code: str, *values: str) -> dict:
    return {"asked_if_code": code, "asked_if_values": list(values)}


def text(code: str, **fields) -> Question:
    return Question(code=code, label=f"{code} ?", **fields)


SET = [
    choice("eau", "oui", "non"),
    choice("regie", "oui", "non", "autre", **if_("eau", "oui")),
    text("laquelle", **if_("regie", "autre", "non")),
    text("fin"),
]


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        ({}, "eau fin"),
        ({"eau": ""}, "eau fin"),
        ({"eau": "non"}, "eau fin"),
        ({"eau": "oui"}, "eau regie fin"),
        ({"eau": "oui", "regie": "oui"}, "eau regie fin"),
        ({"eau": "oui", "regie": "autre"}, "eau regie laquelle fin"),
        ({"eau": "oui", "regie": "non"}, "eau regie laquelle fin"),
        # What hangs on a question no longer asked is not asked, whatever answer was left there.
        ({"eau": "non", "regie": "autre"}, "eau fin"),
        ({"regie": "autre"}, "eau fin"),
    ],
)
def test_chains(answers, asked):
    assert [question.code for question in asked_questions(SET, answers)] == asked.split()


@pytest.mark.django_db
def test_one_question_of_a_stored_set(django_assert_num_queries):
    made = QuestionSetFactory()
    for position, question in enumerate(SET, start=1):
        fields = ("code", "label", "kind", "choices", "asked_if_code", "asked_if_values")
        known = {name: getattr(question, name) for name in fields}
        QuestionFactory(question_set=made, position=position, **known)
    eau, _regie, laquelle, _fin = made.questions.select_related("question_set")
    with django_assert_num_queries(0):
        assert is_asked(eau, {})
    with django_assert_num_queries(1):
        assert is_asked(laquelle, {"eau": "oui", "regie": "autre"})
    assert not is_asked(laquelle, {"eau": "non", "regie": "autre"})


def test_in_words():
    assert in_words(SET[0], SET) == ""
    assert in_words(SET[1], SET).replace("\u00a0", " ") == (
        "Seulement si vous avez répondu « oui » à « eau ? »."
    )
    assert "« autre » ou « non »" in in_words(SET[2], SET).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("questions", "sentence"),
    [
        ([choice("a")], "au moins deux choix"),
        ([choice("a", "oui")], "au moins deux choix"),
        ([text("b", **if_("a", "oui"))], "n’est plus dans la liste"),
        ([text("b", **if_("a", "oui")), choice("a", "oui", "non")], "vient après elle"),
        ([choice("a", "oui", "non", **if_("a", "oui"))], "vient après elle"),
        ([text("a"), text("b", **if_("a", "oui"))], "pas une question à choix"),
        ([choice("a", "oui", "non"), text("b", **if_("a"))], "ses choix actuels"),
        ([choice("a", "oui", "non"), text("b", **if_("a", "oui", "si"))], "ses choix actuels"),
    ],
)
def test_what_cannot_be_answered_is_said(questions, sentence):
    (found,) = faults(questions)
    assert sentence in found


def test_a_sound_set_has_no_fault():
    assert faults(SET) == []
