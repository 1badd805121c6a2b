"""S08: a form sent without its token is refused, on every address that takes one."""

import pytest
from django.test import Client
from django.urls import get_resolver

from tests.personas import PERSONAS
from tests.trust.access import read_tables
from tests.world import build_world

pytestmark = pytest.mark.django_db

# The token in the address is the proof, and no cookie is set for it: someone who could forge the
# request would already hold the link. The last one is the one-click of RFC 8058.
PROVED_BY_THEIR_ADDRESS = {
    "outreach:subscription_confirm",
    "outreach:subscription_choices",
    "outreach:subscription_stop",
}
LINES = read_tables()
APPS = sorted({line.app for line in LINES})


def reader_of(line) -> str:
    """Someone for whom the page is there: not the refused, not those sent to sign in."""
    answers = {200, 302, 405}
    signed_in = [p for p in PERSONAS[1:] if line.expected[p] in answers]
    return signed_in[0] if signed_in else "visitor"


@pytest.mark.parametrize("app", APPS)
def test_a_post_without_token_is_refused(app):
    world = build_world(app)
    for line in (line for line in LINES if line.app == app):
        client = Client(enforce_csrf_checks=True)
        user = getattr(world["people"], reader_of(line))
        if user:
            client.force_login(user)
        status = client.post(line.url(world)).status_code
        if line.name in PROVED_BY_THEIR_ADDRESS:
            assert status != 403, line.where
        else:
            assert status in (403, 404, 405), f"{line.where} : {status}"


def test_the_exemptions_are_those_and_no_other():
    exempt = {
        pattern.lookup_str
        for pattern in _patterns(get_resolver())
        if getattr(pattern.callback, "csrf_exempt", False)
        and pattern.lookup_str.startswith("essaim.")
        and not pattern.lookup_str.startswith("essaim.api.")
    }
    assert exempt == {
        f"essaim.outreach.views.subscribing.{name.split(':')[1]}"
        for name in PROVED_BY_THEIR_ADDRESS
    }


def test_the_api_takes_no_writing():
    for path in ("/api/v1/calls", "/api/v1/cases", "/api/v1/organisations"):
        for method in ("post", "put", "patch", "delete"):
            assert getattr(Client(), method)(path).status_code == 405


def _patterns(resolver):
    for entry in resolver.url_patterns:
        if hasattr(entry, "url_patterns"):
            yield from _patterns(entry)
        else:
            yield entry
