"""The objects of this stage that tests/cases/access.csv names, made through the actions."""

from types import SimpleNamespace

from essaim.cases import actions
from essaim.cases.models import Component


def build_cases(people: SimpleNamespace) -> dict:
    """For a world whose people are those of tests.personas: the draft of their sheet."""
    case = actions.open_case(people.laureate, people.applicant)
    part = actions.save_part(case, Component(name="Le banc"), people.applicant)
    case.refresh_from_db()
    return {"case": case, "component": part}
