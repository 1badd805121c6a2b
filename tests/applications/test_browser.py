"""On a small phone, without JavaScript and with a real browser: from the start to the receipt."""

import pytest

from essaim.applications.models import Receipt
from tests.applications.files import pdf_bytes
from tests.applications.mailbox import code_in_mail, link_in
from tests.factories import OrganisationFactory, ThemeFactory
from tests.personas import client_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def enter(page, user, live_server) -> None:
    session = client_of(user).cookies["essaim"].value
    page.context.add_cookies([{"name": "essaim", "value": session, "url": live_server.url}])


def fits(page) -> bool:
    page.wait_for_load_state("load")
    return page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )


def save(page) -> None:
    page.get_by_role("button", name="Enregistrer et continuer").click()


def test_the_whole_way_at_320_pixels(call, amel, new_person, live_server):
    OrganisationFactory(name="Renac", insee_code="35237")
    ThemeFactory(name="Accueil des usagers")
    page = new_person(width=320, javascript=False)
    enter(page, amel, live_server)
    page.goto(f"/appels/{call.slug}/candidater/")
    page.get_by_label("Votre structure").fill("35237")
    page.get_by_role("button", name="Commencer").click()
    page.get_by_role("link", name="Titre et thèmes").click()
    page.get_by_label("Titre du projet").fill("Un accueil qui oriente dès la première phrase")
    page.get_by_label("Accueil des usagers").check()
    save(page)
    for code in ("contexte", "probleme"):
        page.wait_for_url(f"**/questions/{code}/")
        page.get_by_label("Votre réponse").fill("Une réponse « en deux lignes »\n\nla seconde.")
        assert fits(page)
        save(page)
    page.wait_for_url("**/questions/ailleurs/")
    page.get_by_role("link", name="Retour à la candidature").click()
    page.get_by_role("link", name="Fichiers à joindre").wait_for()
    assert fits(page)
    page.get_by_role("link", name="Fichiers à joindre").click()
    devis = {"name": "devis.pdf", "mimeType": "application/pdf", "buffer": pdf_bytes()}
    page.get_by_label("Choisir un fichier").set_input_files([devis])
    page.get_by_role("button", name="Joindre ce fichier").click()
    page.get_by_role("link", name="Continuer").click()
    page.get_by_role("link", name="Avis de la direction").click()
    page.get_by_label("Adresse électronique de la direction").fill("dgs@exemple.fr")
    page.get_by_role("button", name="Envoyer la demande").click()
    page.get_by_text("Avis demandé, pas encore donné").wait_for()

    direction = new_person(width=320, javascript=False)
    direction.goto(f"/avis/{link_in('endorsement_request')}/")
    assert fits(direction)
    direction.get_by_label("Favorable", exact=True).check()
    direction.get_by_label("Votre prénom et votre nom").fill("Diane Guérin")
    direction.get_by_label("Votre fonction").fill("DGS")
    direction.get_by_role("button", name="Continuer").click()
    direction.get_by_label("Code reçu").fill(code_in_mail())
    assert fits(direction)
    direction.get_by_role("button", name="Donner mon avis").click()
    direction.get_by_role("heading", name="Merci, votre avis est enregistré").wait_for()

    page.get_by_role("link", name="Retour à la candidature").click()
    page.get_by_role("link", name="Relire et déposer").click()
    page.get_by_label("J’ai relu").wait_for()
    assert fits(page)
    page.get_by_label("J’ai relu").check()
    page.get_by_role("button", name="Déposer la candidature").click()
    page.get_by_role("heading", name="Candidature déposée").wait_for()
    assert Receipt.objects.get().number in page.inner_text("main")
    assert fits(page)
