"""The pages around a publication, in a real browser, on a small and on a large screen."""

import os
from pathlib import Path

import pytest
from django.urls import reverse

from essaim.jury import actions
from essaim.jury.models import ResultVersion
from tests.applications.test_browser import enter
from tests.browser.checks import assert_accessible, assert_fits

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [360, 1280])
def test_letters_publication_and_what_follows(approved, new_person, live_server, width):
    session, panel = approved.session, approved.panel
    page = new_person(width=width)
    enter(page, approved.manager, live_server)

    def looks_at(name, *args):
        page.goto(reverse(f"jury:{name}", args=args))
        folder = os.environ.get("PICTURES")
        if folder:
            page.screenshot(path=Path(folder, f"{name}-{width}.png"), full_page=True)
        assert_accessible(page)
        assert_fits(page)

    looks_at("letter_list", session.public_id)
    looks_at("letter_text_edit", panel.public_id, "laureate")
    looks_at("results_detail", session.public_id)
    page.get_by_role("button", name="Publier les résultats dans dix minutes").click()
    page.get_by_role("button", name="Annuler la publication").wait_for()
    looks_at("results_detail", session.public_id)
    page.get_by_role("button", name="Annuler la publication").click()
    page.get_by_text("rien n’est parti").wait_for()
    actions.announce_results(session, approved.manager)
    looks_at("laureate_withdraw", session.public_id, approved.files[0].public_id)
    page.get_by_label("Motif du renoncement").fill("Changement de priorité.")
    page.get_by_role("button", name="Publier la nouvelle version").click()
    page.get_by_text("Version 2").wait_for()
    looks_at("results_detail", session.public_id)
    looks_at("statistics_detail", panel.public_id)
    assert ResultVersion.objects.count() == 2
