"""What one may not see answers like what does not exist: same status, same words, same headers."""

import re

import pytest

from tests.personas import PERSONAS, client_of
from tests.trust.access import read_tables
from tests.world import build_world

pytestmark = pytest.mark.django_db

LINES = [line for line in read_tables() if 404 in line.expected.values() and line.kwargs]
APPS = sorted({line.app for line in LINES})
PUBLIC_ID = re.compile(r"/[23456789bcdfghjkmnpqrstvwxz]{14}/")
# What differs from one request to the next, whoever asks.
CHANGING = re.compile(r'(nonce|csrf\w*|suivant=|next=)[^"&]*')


def said(client, url: str) -> tuple:
    response = client.get(url)
    headers = {
        k: v for k, v in response.headers.items() if k not in ("Content-Length", "Set-Cookie")
    }
    body = CHANGING.sub("", response.text).replace(url, "")
    return response.status_code, body, headers


def absent(url: str) -> str:
    """The same address for an object that was never made."""
    return PUBLIC_ID.sub("/22222222222222/", url)


@pytest.mark.parametrize("app", APPS)
def test_forbidden_and_absent_are_told_the_same(app):
    world = build_world(app)
    compared = 0
    for line in (line for line in LINES if line.app == app):
        url = line.url(world)
        if absent(url) == url:
            continue
        for persona in (p for p in PERSONAS if line.expected[p] == 404):
            client = client_of(getattr(world["people"], persona))
            assert said(client, url) == said(client, absent(url)), f"{line.where} ({persona})"
            compared += 1
    assert compared or app in ("calls", "territories", "accounts"), "Rien à comparer"
