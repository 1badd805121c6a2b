"""The direction on a phone of 360 pixels without JavaScript, then every state under axe."""

import pytest
from playwright.sync_api import Page

from essaim.applications import actions
from essaim.applications.models import Endorsement
from tests.accounts.mails import wrong
from tests.applications.mailbox import code_in_mail, link_in
from tests.browser.checks import assert_accessible, assert_fits

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def asked(filled, amel):
    filled.call.offer = "Cinq mois avec une équipe de designers."
    filled.call.save()
    actions.ask_endorsement(filled, "dgs@exemple.fr", "Merci Diane.", by=amel)
    return f"/avis/{link_in('endorsement_request')}/"


def check(page: Page, javascript: bool) -> None:
    width = page.viewport_size
    if javascript:  # axe needs it
        assert_accessible(page)
    assert_fits(page)
    page.set_viewport_size(width)


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


@pytest.mark.parametrize("javascript", [False, True], ids=["without JavaScript", "with axe"])
def test_the_way_of_the_direction(javascript, asked, filled, new_person):
    page = new_person(width=360, javascript=javascript)
    page.goto(asked)
    check(page, javascript)
    press(page, "Continuer")
    page.get_by_text("Choisissez un avis.").first.wait_for()
    check(page, javascript)
    page.get_by_label("Favorable avec réserves").check()
    page.get_by_label("Commentaire").fill("Oui,\n« à deux conditions ».")
    page.get_by_label("Votre prénom et votre nom").fill("Diane Guérin")
    page.get_by_label("Votre fonction").fill("DGS")
    press(page, "Continuer")
    page.get_by_role("heading", name="Regardez vos messages").wait_for()
    check(page, javascript)
    press(page, "Revenir à ma réponse")
    assert page.get_by_label("Commentaire").input_value() == "Oui,\n« à deux conditions »."
    press(page, "Continuer")
    page.get_by_text("« à deux conditions »").wait_for()
    digits = code_in_mail()
    page.get_by_label("Code reçu").fill(wrong(digits))
    press(page, "Donner mon avis")
    page.get_by_text("Il reste 4 essais").first.wait_for()
    check(page, javascript)
    page.get_by_label("Code reçu").fill(f"{digits[:3]} {digits[3:]}")
    page.get_by_label("Code reçu").press("Enter")
    page.get_by_role("heading", name="Merci, votre avis est enregistré").wait_for()
    check(page, javascript)
    given = filled.endorsements.get()
    assert given.status == Endorsement.Status.WITH_RESERVES
    assert given.comment == "Oui,\n« à deux conditions »."


@pytest.mark.parametrize("javascript", [False, True], ids=["without JavaScript", "with axe"])
def test_the_way_to_someone_else(javascript, asked, filled, new_person):
    page = new_person(width=360, javascript=javascript)
    page.goto(asked)
    page.get_by_role("link", name="Ce n’est pas à moi de répondre").click()
    check(page, javascript)
    page.get_by_label("Adresse électronique de la personne").fill(filled.owner.email)
    page.get_by_label("Un mot").fill("À toi, Paul.")
    press(page, "Continuer")
    page.get_by_text("Cette personne écrit la candidature").first.wait_for()
    check(page, javascript)
    page.get_by_label("Adresse électronique de la personne").fill("maire@exemple.fr")
    press(page, "Continuer")
    page.get_by_text("ira à").wait_for()
    check(page, javascript)
    for _more in range(3):
        press(page, "Recevoir un autre code")
    page.get_by_text("Trois codes ont déjà été envoyés").wait_for()
    check(page, javascript)
    page.get_by_label("Code reçu").fill(code_in_mail())
    press(page, "Transmettre la demande")
    page.get_by_role("heading", name="La demande est transmise").wait_for()
    check(page, javascript)
    page.goto(f"/avis/{link_in('endorsement_forward')}/")
    page.get_by_text("qui vous la transmet").wait_for()
    page.get_by_text("À toi, Paul.").wait_for()
