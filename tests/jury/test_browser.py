"""What is computed for a jury, in a real browser: asked, watched, looked at, applied."""

import pytest
from django.urls import reverse

from essaim.calls.models import Theme
from essaim.jury import actions
from essaim.jury.computing import compute
from essaim.jury.models import Computation
from tests.applications.test_browser import enter
from tests.browser.checks import assert_accessible, assert_fits
from tests.jury.conftest import make_file

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def settle(page) -> None:
    assert_accessible(page)
    assert_fits(page)


def test_a_plan_is_watched_looked_at_then_applied(declared, new_person, live_server):
    for number in range(8):
        make_file(declared.call, f"Commune au nom assez long numéro {number}")
    page = new_person(width=360)
    enter(page, declared.manager, live_server)
    page.goto(reverse("jury:plan_edit", args=[declared.panel.public_id]))
    page.get_by_role("button", name="Répartir").click()
    page.get_by_text("En attente").wait_for()
    settle(page)
    compute(Computation.objects.get())
    page.get_by_role("link", name="Voir le résultat").wait_for()
    assert page.locator("#annonce").inner_text() == "Le calcul est terminé."
    settle(page)
    page.get_by_role("link", name="Voir le résultat").click()
    page.get_by_role("heading", name="Plan proposé").wait_for()
    settle(page)
    page.get_by_role("button", name="Appliquer ce plan").click()
    page.get_by_text("24 lectures ajoutées").wait_for()


def test_the_chair_reads_the_comparison_of_scores(graded, new_person, live_server):
    compute(Computation.objects.get())
    page = new_person()
    enter(page, graded.chair, live_server)
    page.goto(reverse("jury:score_table", args=[graded.panel.public_id]))
    page.get_by_role("heading", name="Notes comparables").wait_for()
    page.get_by_text("Ce que chaque juré donne").click()
    settle(page)


def test_a_juror_says_on_a_phone_what_they_know_well(declared, new_person, live_server):
    Theme.objects.create(slug="accueil", name="Accueil des usagers et des nouveaux arrivants")
    page = new_person(width=360)
    enter(page, declared.ana, live_server)
    page.goto(reverse("jury:my_readings"))
    page.get_by_role("link", name="Dire ce que je connais bien").click()
    settle(page)
    page.get_by_label("Accueil des usagers").select_option("c’est mon métier")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_text("en tiendront compte").wait_for()
    assert declared.ana.expertises.get().level == 3
    assert actions.deal(declared.panel, {}, declared.manager) is None
