"""Autosave in the browser of what is not a long text, and writing without JavaScript."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from essaim.calls.models import Question
from tests.applications.autosaving import enter, field, saved, value_of, writer
from tests.applications.files import pdf_bytes
from tests.browser.checks import assert_accessible, assert_fits
from tests.factories import OrganisationFactory, QuestionFactory, ThemeFactory

__all__ = ["writer"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_title_and_the_themes_are_kept_as_they_come(draft, amel, new_person, live_server):
    theme = ThemeFactory(name="Accueil des usagers")
    page = new_person(width=320)
    enter(page, amel, live_server)
    page.goto(f"/candidatures/{draft.public_id}/projet/")
    page.get_by_label("Titre du projet").press_sequentially("Un accueil")
    saved(page)
    page.get_by_label("Accueil des usagers").check()
    expect(page.locator("[name=version]")).to_have_value("2")
    draft.refresh_from_db()
    assert (draft.title, list(draft.themes.all())) == ("Un accueil", [theme])
    assert_accessible(page)
    page.get_by_role("button", name="Enregistrer et continuer").click()
    page.wait_for_url("**/questions/contexte/")


def test_the_other_kinds(draft, amel, writer):
    OrganisationFactory(name="Renac", insee_code="35237")
    kinds = [Question.Kind.DATE, Question.Kind.ORGANISATION, Question.Kind.PEOPLE]
    for position, kind in enumerate(kinds, start=10):
        QuestionFactory(
            question_set=draft.question_set, code=kind.value, kind=kind, position=position
        )
    page = writer(amel, draft, "date", width=320)
    field(page).fill("2027-03-01")
    saved(page)
    assert_accessible(page)
    page.get_by_role("button", name="Enregistrer et continuer").click()
    page.wait_for_url("**/organisation/")
    field(page).press_sequentially("rena")
    page.get_by_label("Renac (35)").check()
    saved(page)
    assert_accessible(page)
    assert_fits(page)
    page.get_by_role("button", name="Enregistrer et continuer").click()
    page.wait_for_url("**/people/")
    field(page).fill("DGS, 1 heure\nagent d’accueil, une demi-journée")
    saved(page)
    assert_accessible(page)
    assert [value_of(draft, kind.value) for kind in kinds] == [
        "2027-03-01",
        "35237",
        "DGS, 1 heure\nagent d’accueil, une demi-journée",
    ]


def test_a_document_answers_its_question_without_javascript(draft, amel, writer):
    QuestionFactory(
        question_set=draft.question_set, code="plan", kind=Question.Kind.FILE, position=9
    )
    page = writer(amel, draft, "plan", width=320, javascript=False)
    plan = {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": pdf_bytes()}
    page.get_by_label("Choisir un fichier").set_input_files([plan])
    page.get_by_role("button", name="Joindre ce fichier").click()
    page.get_by_text("est joint").wait_for()
    assert_fits(page)
    page.get_by_role("link", name="Continuer").click()
    page.wait_for_url(f"**{draft.get_absolute_url()}")


def test_without_javascript_a_lost_session_loses_nothing(draft, amel, writer, live_server):
    page = writer(amel, draft, width=320, javascript=False)
    field(page).fill("Une phrase assez longue pour être montrée à qui l’a tapée.")
    Session.objects.all().delete()
    page.get_by_role("button", name="Enregistrer et continuer").click()
    page.get_by_role("heading", name="n’est pas encore enregistré").wait_for()
    assert page.get_by_text("Une phrase assez longue").is_visible()
    assert_fits(page)
    enter(page, amel, live_server)
    page.get_by_role("button", name="envoyer mon texte").click()
    page.get_by_text("Vous êtes Amel Porteuse").wait_for()
    page.get_by_role("button", name="Envoyer mon texte").click()
    page.wait_for_url("**/questions/probleme/")
    assert value_of(draft).startswith("Une phrase assez longue")
