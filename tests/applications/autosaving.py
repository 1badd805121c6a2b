"""What the tests of autosave share: a page where someone types, and what it says."""

import re

import pytest
from playwright.sync_api import expect

from tests.personas import client_of

SAVED = re.compile(r"Enregistré à \d+\u00a0h\u00a0\d\d\.")


def enter(page, user, live_server) -> None:
    session = client_of(user).cookies["essaim"].value
    page.context.add_cookies([{"name": "essaim", "value": session, "url": live_server.url}])


@pytest.fixture
def writer(new_person, live_server):
    """``writer(user, draft)``: a page where this person answers « contexte »."""

    def open_question(user, draft, code="contexte", width=1280, clock=False, **how):
        page = new_person(width=width, refusals=True, **how)
        if clock:
            page.clock.install()
        enter(page, user, live_server)
        page.goto(f"/candidatures/{draft.public_id}/questions/{code}/")
        return page

    return open_question


def field(page):
    return page.get_by_label("Votre réponse")


def state(page):
    return page.locator("#enregistrement [role=status]")


def alarm(page):
    return page.locator("#enregistrement [role=alert]")


def saved(page) -> None:
    expect(state(page)).to_have_text(SAVED)


def value_of(draft, code="contexte") -> str:
    return draft.answers.get(question__code=code).value
