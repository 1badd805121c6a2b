"""The objects of this stage that tests/calls/access.csv names, made through the actions."""

from datetime import timedelta
from types import SimpleNamespace

from django.utils import timezone

from essaim.calls import actions
from tests.factories import QuestionFactory


def build_calls(people: SimpleNamespace) -> dict:
    """For a world whose people are those of tests.personas: a draft beside their open call."""
    QuestionFactory(question_set=people.application.question_set, code="probleme")
    actions.publish_rules(people.call, "Article 1 – Objet", people.manager)
    draft = actions.create_call(people.call.programme, people.manager, title="En préparation")
    rolling = actions.create_call(
        people.call.programme, people.manager, title="Au fil de l’eau", is_rolling=True
    )
    wave = actions.add_wave(rolling, timezone.now() + timedelta(days=30), people.manager)
    actions.set_default_eligibility(people.call)
    return {
        "draft_call": draft,
        "rolling_call": rolling,
        "wave": wave,
        "eligibility_question": draft.eligibility_questions.first(),
    }
