"""A document opened in a real browser comes from the host of documents, where nobody is signed in."""

from pathlib import Path

import pytest

from essaim.applications import actions
from tests.applications.autosaving import enter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_click_downloads_it_from_there(draft, amel, pdf, new_person, live_server, settings):
    actions.add_attachment(draft, pdf("devis.pdf"), by=amel)
    apart = live_server.url.replace("localhost", "127.0.0.1")
    assert apart != live_server.url
    settings.FILES_URL = apart
    page = new_person()
    page.context.route(f"{apart}/**", lambda route: route.continue_())
    enter(page, amel, live_server)
    page.goto(f"/candidatures/{draft.public_id}/fichiers/")
    with page.expect_download() as started:
        page.get_by_role("link", name="devis.pdf", exact=True).click()
    download = started.value
    assert download.url.startswith(f"{apart}/")
    assert download.suggested_filename == "devis.pdf"
    assert Path(download.path()).read_bytes().startswith(b"%PDF")
    cookies = page.context.cookies()
    assert {cookie["domain"] for cookie in cookies} == {"localhost"}
