"""The list, an export and the queue in a real browser: watched as it goes, then downloaded."""

import csv
import io
from pathlib import Path

import pytest
from django.urls import reverse

from essaim.applications import actions
from essaim.applications.actions import exports as making
from tests.applications.teams import frozen
from tests.applications.test_browser import enter
from tests.browser.checks import assert_accessible, assert_fits
from tests.factories import TeamMemberFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def manager(call):
    return TeamMemberFactory(programme=call.programme, user__name="Gilles Gestion").user


@pytest.fixture
def list_url(call):
    for n in range(4):
        frozen(call, {"contexte": "Un texte."}, title=f"Projet {n}")
    return reverse("applications:application_list", args=[call.slug])


def test_an_export_is_watched_then_downloaded(
    call, manager, list_url, new_person, live_server, monkeypatch
):
    monkeypatch.setattr(making, "TURN_SECONDS", 0)
    page = new_person(width=360)
    enter(page, manager, live_server)
    page.goto(list_url)
    assert_accessible(page)
    assert_fits(page)
    page.get_by_role("button", name="Tableau CSV").click()
    page.get_by_text("En attente").wait_for()
    assert_accessible(page)
    assert_fits(page)
    actions.go_on_exporting()
    page.get_by_text("1 candidatures sur 4").wait_for()
    assert page.locator("#annonce").inner_text() == "Export en préparation\u00a0: 25\u00a0%."
    assert page.locator("progress").get_attribute("value") == "25"
    while actions.go_on_exporting():
        pass
    button = page.get_by_role("link", name="Télécharger")
    button.wait_for()
    assert page.locator("#annonce").inner_text() == "L’export est prêt."
    assert_accessible(page)
    assert_fits(page)
    with page.expect_download() as download:
        button.click()
    content = Path(download.value.path()).read_text("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(content), delimiter=";"))) == 5
    assert download.value.suggested_filename.endswith(".csv")


def test_the_same_without_javascript(call, manager, list_url, new_person, live_server):
    page = new_person(width=320, javascript=False)
    enter(page, manager, live_server)
    page.goto(list_url)
    page.get_by_role("button", name="ZIP").click()
    page.get_by_text("En attente").wait_for()
    while actions.go_on_exporting():
        pass
    page.get_by_role("link", name="Actualiser").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Télécharger").click()
    assert download.value.suggested_filename.endswith(".zip")


def test_taken_and_handed_over_by_keyboard(call, manager, list_url, new_person, live_server):
    other = TeamMemberFactory(programme=call.programme, user__name="Inès Instruit").user
    page = new_person(width=360)
    enter(page, manager, live_server)
    page.goto("/instruction/")
    assert_accessible(page)
    assert_fits(page)
    page.goto(list_url)
    page.get_by_role("button", name="Je la suis\u00a0: Projet 0").press("Enter")
    page.get_by_text("Vous suivez 1 candidature de plus").wait_for()
    page.get_by_label("Choisir « Projet 1 »").press("Space")
    page.get_by_label("Confier les candidatures cochées à").select_option(label=str(other))
    page.get_by_role("button", name="Confier").press("Enter")
    page.get_by_text("1 candidature est confiée à Inès Instruit").wait_for()
    page.get_by_role("button", name="Confier").press("Enter")
    page.get_by_role("link", name="Cochez une candidature au moins").wait_for()
    assert_accessible(page)
    page.goto("/instruction/?suivie=moi")
    page.get_by_role("link", name="Projet 0").wait_for()
    assert not page.get_by_role("link", name="Projet 1").count()
