"""A01, A08, A18, E01, P09: each public page with the real data, in a real browser."""

import gzip

import pytest
from playwright.sync_api import Page, Request

from essaim.calls.models import Call
from essaim.cases.models import Case
from essaim.outreach.models import Campaign
from essaim.replications.models import Replication
from tests.browser.checks import assert_accessible, assert_fits
from tests.trust.history import load_everything

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]

MOST_KILOBYTES = 100
MOST_REQUESTS = 10
READING = [
    *("/", "/appels/", "/laureats/", "/fiches/", "/carte/", "/chiffres/", "/reprises/"),
    *("/reprises/regle/", "/lettres/", "/territoires/35237/", "/territoires/35/", "/aide/"),
    *("/accessibilite/", "/donnees-personnelles/", "/mentions-legales/", "/api/v1/"),
]
# These hold a form to send: its token asks for a session, so for a cookie.
WRITING = ["/verifier/", "/compte/login/"]


def objects_to_read() -> list[str]:
    """Each call, a rich sheet, a bare one, the demonstration's, each replication, the letter."""
    calls = [call.get_absolute_url() for call in Call.objects.exclude(status=Call.Status.DRAFT)]
    cases = Case.objects.published()
    sheets = {
        cases.order_by("pk").first(),
        cases.order_by("-pk").first(),
        cases.get(origin__family="sdis"),
    }
    letters = Campaign.objects.filter(status=Campaign.Status.SENT)
    read = [*sheets, *Replication.objects.public(), *letters]
    return [*calls, *(thing.get_absolute_url() for thing in read)]


class Weight:
    """What one cold visit of a page costs, on the wire."""

    def __init__(self, page: Page):
        self.requests: list[Request] = []
        page.on("requestfinished", lambda request: self.requests.append(request))

    @property
    def addresses(self) -> list[str]:
        return [request.url for request in self.requests if not request.url.startswith("data:")]

    @property
    def kilobytes(self) -> float:
        return sum(map(self._size, self.requests)) / 1000

    def _size(self, request: Request) -> int:
        sizes = request.sizes()
        return sizes["responseHeadersSize"] + (
            len(gzip.compress(request.response().body()))
            if "/static/" in request.url  # raw from the tests' server, compressed by WhiteNoise
            else sizes["responseBodySize"]
        )


@pytest.fixture
def everything(transactional_db):
    load_everything()


def test_public_pages(everything, new_person, live_server):
    heaviest = 0.0
    for path in [*READING, *objects_to_read(), *WRITING]:
        page = new_person()
        weight = Weight(page)
        response = page.goto(path, wait_until="networkidle")
        assert response.status == 200, path
        kilobytes = weight.kilobytes
        heaviest = max(heaviest, kilobytes)
        print(f"{path:<32} {kilobytes:6.1f} kB  {len(weight.addresses)} requêtes")
        assert kilobytes <= MOST_KILOBYTES, path
        assert len(weight.addresses) <= MOST_REQUESTS, weight.addresses
        assert all(url.startswith(live_server.url) for url in weight.addresses), path
        if path not in WRITING:
            assert not page.context.cookies(), path
        assert not page.evaluate("localStorage.length + sessionStorage.length"), path
        assert_accessible(page)
        assert_fits(page)
        text = page.locator("main").text_content()
        page.context.close()
        assert_same_without_scripts(new_person(360, javascript=False), path, text)
    print(f"La plus lourde : {heaviest:.1f} kB")


def assert_same_without_scripts(page: Page, path: str, text: str) -> None:
    page.goto(path)
    said = "".join(page.locator("main").text_content().split())
    assert len(said) >= len("".join(text.split())) * 0.95, path
    page.context.close()


def test_a_sheet_prints_without_its_frame(everything, new_person):
    page = new_person()
    page.goto(Case.objects.get(origin__family="sdis").get_absolute_url())
    page.emulate_media(media="print")
    assert not page.locator(".es-nav").is_visible()
    assert not page.locator(".es-footer ul").is_visible()
    assert page.locator("h1").is_visible()
