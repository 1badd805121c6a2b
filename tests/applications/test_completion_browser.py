"""A request for completion on a phone, then without JavaScript, up to the new fingerprint."""

import pytest
from django.utils import timezone

from essaim.applications import actions
from essaim.applications.models import InfoRequest
from essaim.calls.models import AdmissibilityCriterion
from tests.applications.test_browser import enter
from tests.browser.checks import assert_accessible, assert_fits
from tests.personas import client_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = 360


def look(page) -> None:
    """Nothing spills out, axe finds nothing; the phone is a phone again afterwards."""
    assert_accessible(page)
    assert_fits(page)
    page.set_viewport_size({"width": PHONE, "height": 900})


@pytest.mark.parametrize("javascript", [True, False])
def test_asked_answered_and_closed(deposited, examiner, amel, new_person, live_server, javascript):
    team, author = (new_person(width=PHONE, javascript=javascript) for _person in range(2))
    enter(team, examiner, live_server)
    enter(author, amel, live_server)
    team.goto(deposited.get_absolute_url())
    team.get_by_role("link", name="Compléments", exact=True).click()
    team.get_by_role("link", name="Demander des compléments").click()
    team.get_by_label("Parlez-nous\u00a0: contexte ?").or_(
        team.get_by_label("Parlez-nous : contexte ?")
    ).check()
    team.get_by_label("Fichiers joints").check()
    team.get_by_label("Ce que vous demandez").fill("Combien d’agents ?")
    team.get_by_role("button", name="Voir le mail avant de l’envoyer").click()
    team.get_by_role("heading", name="Relisez la demande").wait_for()
    team.get_by_role("button", name="Envoyer la demande").click()
    team.get_by_text("La demande est partie aux porteurs.").wait_for()

    author.goto(deposited.get_absolute_url())
    author.get_by_role("link", name="Voir ce qui est demandé et répondre").click()
    author.get_by_role("link", name="contexte ?").click()
    author.get_by_label("Votre réponse").fill("Douze agents, dont deux saisonniers.")
    author.get_by_role("button", name="Enregistrer et revenir à la liste").click()
    author.get_by_text("Modifié, pas envoyé").wait_for()
    author.get_by_role("link", name="Relire et envoyer les compléments").click()
    author.get_by_label("J’ai relu mes compléments").check()
    author.get_by_role("button", name="Envoyer les compléments").click()
    author.get_by_text("Nouvelle empreinte de la candidature").wait_for()

    team.reload()
    team.get_by_text("Douze agents, dont deux saisonniers.").wait_for()
    team.get_by_role("button", name="C’est complet : clore la demande").or_(
        team.get_by_role("button", name="C’est complet\u00a0: clore la demande")
    ).click()
    team.get_by_text("La demande de compléments est close.").wait_for()


def test_every_page_is_accessible_and_fits(
    call, deposited, examiner, amel, ask, new_person, live_server, pdf
):
    AdmissibilityCriterion.objects.create(
        call=call, position=1, text="La candidature est déposée dans les délais", rule="Article 3"
    )
    request = ask("contexte", InfoRequest.DESCRIPTION, InfoRequest.FILES)
    actions.add_attachment(deposited, pdf(), by=amel)
    actions.send_message(deposited, "Une question.", by=examiner)
    actions.add_note(deposited, "Une note.", by=examiner)
    team, author = (new_person(width=PHONE) for _person in range(2))
    enter(team, examiner, live_server)
    enter(author, amel, live_server)
    base = deposited.get_absolute_url()
    for path in ("", "complements/", "questions/contexte/", "projet/", "fichiers/", "echanges/"):
        author.goto(base + path)
        look(author)
    author.goto(base + "complements/envoyer/")
    author.get_by_role("button", name="Envoyer les compléments").click()
    author.get_by_role("heading", name="Il y a un problème").wait_for()
    look(author)
    for path in (
        "",
        "recevabilite/",
        "demandes/",
        "demandes/nouvelle/",
        "echanges/",
        "notes/",
        "journal/",
    ):
        team.goto(base + path)
        look(team)
    team.goto(base + "recevabilite/")
    team.get_by_label("Non rempli").check()
    team.get_by_role("button", name="Enregistrer les constats").click()
    team.get_by_role("heading", name="Il y a un problème").wait_for()
    look(team)
    actions.send_completion(request, "Voilà.", by=amel, received_at=timezone.now())
    for page in (author, team):
        page.goto(base + ("complements/" if page is author else "demandes/"))
        look(page)


def test_both_findings_are_shown_on_a_phone(
    call, deposited, examiner, manager, new_person, live_server
):
    line = AdmissibilityCriterion.objects.create(call=call, position=1, text="Un point")
    page = new_person(width=PHONE, refusals=True)
    enter(page, examiner, live_server)
    page.goto(deposited.get_absolute_url() + "recevabilite/")
    data = {
        f"finding_{line.pk}": "unmet",
        f"reason_{line.pk}": "Trop tard.",
        f"version_{line.pk}": 0,
    }
    client_of(manager).post(deposited.get_absolute_url() + "recevabilite/constats/", data)
    page.get_by_role("radio", name="Rempli", exact=True).check()
    page.get_by_role("button", name="Enregistrer les constats").click()
    page.get_by_text("Gilles Gestion a noté autre chose").wait_for()
    page.get_by_text("Son constat").wait_for()
