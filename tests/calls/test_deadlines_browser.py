"""The closings of a call in a real browser, for the team and for everyone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from essaim.accounts.models import Heartbeat
from essaim.calls import actions
from essaim.calls.models import Call
from tests.browser.checks import assert_accessible, assert_fits
from tests.factories import CallFactory, TeamMemberFactory
from tests.personas import client_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def enter(page, user, live_server) -> None:
    session = client_of(user).cookies["essaim"].value
    page.context.add_cookies([{"name": "essaim", "value": session, "url": live_server.url}])


def check(page) -> None:
    assert_accessible(page)
    assert_fits(page)


@pytest.fixture
def call():
    return CallFactory(
        slug="permanent",
        title="Appel permanent",
        is_rolling=True,
        time_zone="Indian/Reunion",
        closes_at=None,
        summary="Un appel qui reste ouvert.",
        eligibility="Tous les agents.",
        offer="Cinq mois.",
    )


@pytest.fixture
def manager(call):
    return TeamMemberFactory(programme=call.programme, user__name="Marie Gestion").user


def test_the_team_runs_the_closings_without_javascript(call, manager, new_person, live_server):
    page = new_person(javascript=False)
    enter(page, manager, live_server)
    page.goto("/appels/permanent/gerer/")
    for moment in ("2098-03-01T18:00", "2098-09-01T18:00"):
        page.get_by_role("link", name="Annoncer une vague").click()
        page.get_by_label("Clôture de la vague").fill(moment)
        page.get_by_label("Réponse attendue").fill("2098-11")
        assert_fits(page)
        page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("link", name="Prolonger l’appel pour tous").click()
    page.get_by_role("button", name="Prolonger pour tous").click()
    assert_fits(page)  # with its errors
    page.get_by_label("Vague prolongée").select_option(label="vague 1")
    page.get_by_label("Nouvelle clôture").fill("2098-03-02T12:00")
    page.get_by_label("Pourquoi ?").fill("Cyclone : les mairies sont fermées.")
    page.get_by_role("button", name="Prolonger pour tous").click()
    page.get_by_role("link", name="Accorder un délai à une personne").click()
    page.get_by_label("Adresse électronique du porteur").fill("amel@exemple.fr")
    page.get_by_label("Nouvelle clôture").fill("2098-03-05T12:00")
    page.get_by_label("Pourquoi ?").fill("Hospitalisée.")
    assert_fits(page)
    page.get_by_role("button", name="Accorder ce délai").click()
    page.get_by_text("amel@exemple.fr").wait_for()
    assert_fits(page)
    stranger = new_person()
    stranger.goto("/appels/permanent/")
    stranger.get_by_text("Cyclone").wait_for()
    assert "2 mars 2098 à 12 h 00 (heure de La Réunion)" in stranger.content().replace(
        "\u00a0", " "
    ).replace("&nbsp;", " ")
    assert "Hospitalisée" not in stranger.content()
    check(stranger)
    enter(stranger, manager, live_server)
    for path in ("gerer/", "prolonger/", "prolonger/une-personne/", "vagues/nouvelle/"):
        stranger.goto(f"/appels/permanent/{path}")
        check(stranger)


def test_one_button_gives_the_time_of_an_outage_back(call, manager, page, live_server):
    now = timezone.now().replace(second=0, microsecond=0)
    Call.objects.filter(pk=call.pk).update(is_rolling=False, closes_at=now + DAY)
    gone = range(20, 42)
    beats = [now - MINUTE * n for n in range(180) if n not in gone]
    Heartbeat.objects.bulk_create(Heartbeat(at=at) for at in beats)
    enter(page, manager, live_server)
    page.goto("/appels/permanent/gerer/")
    page.get_by_text("Le site a été interrompu").wait_for()
    check(page)
    page.get_by_role("button", name="Prolonger de 30 minutes").focus()
    page.keyboard.press("Enter")
    page.get_by_text("La clôture est reculée.").wait_for()
    call.refresh_from_db()
    assert call.closes_at == now + DAY + MINUTE * 30
    assert page.get_by_role("button", name="Prolonger de").count() == 0


def test_a_wave_is_put_right(call, manager, page, live_server):
    for days in (30, 60):
        actions.add_wave(call, timezone.now() + DAY * days, manager)
    enter(page, manager, live_server)
    page.goto("/appels/permanent/vagues/2/")
    check(page)
    page.get_by_role("button", name="Retirer cette vague").click()
    page.get_by_text("La vague est retirée.").wait_for()
