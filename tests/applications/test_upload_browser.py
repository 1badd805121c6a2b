"""Joining a file in a real browser: progress, cancel, refusal, a cut, and without JavaScript."""

import threading

import pytest

from essaim.applications.models import Attachment
from tests.applications.files import pdf_bytes
from tests.applications.test_browser import enter
from tests.browser.checks import assert_accessible, assert_fits

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def chosen(content: bytes, name: str = "devis.pdf") -> list[dict]:
    return [{"name": name, "mimeType": "application/pdf", "buffer": content}]


@pytest.fixture
def open_files(draft, amel, new_person, live_server):
    def open_page(**options):
        page = new_person(**options)
        enter(page, amel, live_server)
        page.goto(f"/candidatures/{draft.public_id}/fichiers/")
        return page

    return open_page


def join(page, content: bytes, name: str = "devis.pdf") -> None:
    page.get_by_label("Choisir un fichier").set_input_files(chosen(content, name))
    page.get_by_role("button", name="Joindre ce fichier").press("Enter")


@pytest.fixture
def slow():
    """``slow(page)``: from now on 200 kB a second leave that browser."""

    def limit(page, upload=200_000):
        session = page.context.new_cdp_session(page)
        conditions = {"offline": False, "latency": 0, "downloadThroughput": -1}
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", {**conditions, "uploadThroughput": upload})

    return limit


def heavy() -> bytes:
    return pdf_bytes() + b"\n%" + b"0" * 2_000_000 + b"\n"


def test_a_file_is_joined_without_leaving_the_page(open_files, draft):
    page, content = open_files(width=320, refusals=True), pdf_bytes()
    page.evaluate("window.stayed = true")
    join(page, content)
    page.locator("[data-upload-list]").get_by_text("devis.pdf").first.wait_for()
    page.get_by_role("status").get_by_text("est joint").wait_for()
    assert page.evaluate("window.stayed")
    assert page.get_by_label("Choisir un fichier").evaluate(
        "field => field === document.activeElement"
    )
    assert draft.attachments.get().name == "devis.pdf"
    join(page, content, "copie.pdf")
    page.get_by_role("alert").get_by_text("déjà joint").wait_for()
    assert draft.attachments.count() == 1
    assert_accessible(page)
    assert_fits(page)


def test_progress_is_shown_and_the_list_stays_usable(open_files, slow):
    page = open_files()
    slow(page, 700_000)
    join(page, heavy())
    bar = page.get_by_role("progressbar", name="Progression de l’envoi")
    bar.wait_for()
    page.locator("[data-upload-spoken]").get_by_text("25").wait_for()
    assert page.get_by_role("link", name="Continuer").is_enabled()
    assert_accessible(page)
    page.locator("[data-upload-list]").get_by_text("devis.pdf").first.wait_for(timeout=60_000)


def test_a_sending_that_is_cancelled_joins_nothing(open_files, slow, draft):
    page = open_files()
    slow(page)
    join(page, heavy())
    cancel = page.get_by_role("button", name="Annuler l’envoi")
    cancel.wait_for()
    assert cancel.evaluate("button => button === document.activeElement")
    cancel.press("Enter")
    page.get_by_role("alert").get_by_text("Envoi annulé").wait_for()
    assert page.get_by_role("button", name="Joindre ce fichier").is_visible()
    assert not draft.attachments.exists()


def test_a_refused_file_is_told_in_place_and_another_may_follow(open_files, draft):
    page = open_files(width=360, refusals=True)
    join(page, b"%PDF-1.7 rien")
    page.get_by_role("alert").get_by_text("ne correspond pas").wait_for()
    join(page, pdf_bytes())
    page.locator("[data-upload-list]").get_by_text("devis.pdf").first.wait_for()
    assert draft.attachments.count() == 1


def test_a_file_too_heavy_is_refused_before_it_leaves(open_files, tmp_path):
    page, path = open_files(), tmp_path / "lourd.pdf"
    path.write_bytes(b"%PDF-" + b"0" * (20 * 2**20))
    sent = []
    page.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    page.get_by_label("Choisir un fichier").set_input_files(path)
    page.get_by_role("button", name="Joindre ce fichier").press("Enter")
    page.get_by_role("alert").get_by_text("trop lourd").wait_for()
    assert not sent


def test_a_cut_says_that_nothing_is_confirmed(open_files, draft):
    page = open_files(refusals=True)
    page.route("**/fichiers/", lambda route: route.abort("connectionreset"))
    join(page, pdf_bytes())
    page.get_by_role("alert").get_by_text("n’a pas confirmé").wait_for()
    assert page.get_by_role("button", name="Joindre ce fichier").is_visible()
    page.unroute("**/fichiers/")
    page.get_by_role("button", name="Joindre ce fichier").press("Enter")
    page.locator("[data-upload-list]").get_by_text("devis.pdf").first.wait_for()
    assert draft.attachments.count() == 1


def test_a_silent_network_is_said_within_ten_seconds(open_files):
    page = open_files()
    held = threading.Event()
    page.route("**/fichiers/", lambda route: held.set())
    join(page, pdf_bytes())
    page.get_by_text("Aucune nouvelle de la connexion").first.wait_for(timeout=14_000)
    assert held.is_set()
    assert not Attachment.objects.exists()


def test_without_javascript_the_form_does_the_same(open_files, draft):
    page = open_files(width=320, javascript=False)
    join(page, pdf_bytes())
    page.get_by_text("est joint").wait_for()
    assert draft.attachments.count() == 1
