"""The states that the walk does not meet, under axe and at 320 px: refused, late, over, withdrawn."""

from datetime import timedelta

import pytest
from django.utils import timezone

from essaim.applications import actions
from essaim.applications.models import Application, Endorsement, InfoRequest
from essaim.calls.models import Call
from tests.applications.test_browser import enter
from tests.browser.checks import assert_accessible, assert_fits

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WRITING = ("", "verification/", "avis/")
COMPLETING = ("", "complements/")


@pytest.fixture
def look(amel, new_person, live_server):
    """``look(application, paths)``: the pages of its owner, and what is written on them."""

    def open_all(application, paths=("",)):
        page, said = new_person(width=320), ""
        enter(page, amel, live_server)
        for path in paths:
            page.goto(application.get_absolute_url() + path)
            assert_accessible(page)
            assert_fits(page)
            said += page.get_by_role("main").inner_text()
        return said

    return open_all


def test_the_direction_asks_to_correct(filled, endorse, look):
    endorse(filled, Endorsement.Status.TO_CORRECT, "Parlez du budget.")
    assert "Parlez du budget." in look(filled, WRITING)


def test_the_opinion_does_not_hold_any_more(ready, question, amel, look):
    actions.answer(ready, question("contexte"), "Autre chose.", 1, by=amel)
    assert "la candidature a changé depuis" in look(ready, WRITING)


def test_the_call_is_over_before_the_deposit(filled, look):
    Call.objects.update(closes_at=timezone.now() - timedelta(days=1))
    assert "L’appel s’est terminé" in look(filled, ("", "verification/"))


def test_it_is_withdrawn(deposited, amel, look):
    actions.withdraw(deposited, by=amel)
    assert "retirée" in look(deposited)


@pytest.mark.parametrize("status", [InfoRequest.Status.EXPIRED, InfoRequest.Status.CLOSED])
def test_nothing_can_be_completed_any_more(status, deposited, ask, look):
    ask("contexte")
    InfoRequest.objects.update(status=status)
    said = look(deposited, COMPLETING)
    assert "Votre réponse" not in said
    assert "Rien n’est encore envoyé" not in said


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Application.Status.LAUREATE, "lauréate"),
        (Application.Status.NOT_SELECTED, "non retenue"),
        (Application.Status.INADMISSIBLE, "en cours d’examen"),
    ],
)
def test_it_is_decided(status, words, deposited, look):
    Application.objects.update(status=status)
    Call.objects.update(results_at=timezone.now())
    assert words in look(deposited, ("", "accuse/"))


def test_two_people_change_the_title(draft, amel, marie, new_person, live_server):
    page = new_person(width=320, refusals=True)
    enter(page, amel, live_server)
    page.goto(draft.get_absolute_url() + "projet/")
    actions.describe(draft, "Le titre de Marie", [], by=marie)
    page.get_by_label("Titre du projet").press_sequentially("Le titre d’Amel")
    page.get_by_label("Titre du projet").press("Tab")
    page.locator("#deux-textes:focus").wait_for()
    page.get_by_text("Le titre de Marie").wait_for()
    assert_accessible(page)
    assert_fits(page)
