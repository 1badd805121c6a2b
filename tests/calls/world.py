"""The objects of this stage that tests/calls/access.csv names, made through the actions."""

from types import SimpleNamespace

from essaim.calls import actions
from tests.factories import QuestionFactory


def build_calls(people: SimpleNamespace) -> dict:
    """For a world whose people are those of tests.personas: a draft beside their open call."""
    QuestionFactory(question_set=people.application.question_set, code="probleme")
    actions.publish_rules(people.call, "Article 1 – Objet", people.manager)
    draft = actions.create_call(people.call.programme, people.manager, title="En préparation")
    return {"draft_call": draft}
