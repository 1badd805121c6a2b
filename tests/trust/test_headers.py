"""S01, S04, S17, S58: what every answer carries, whoever asks and whatever the page."""

import json
import os
import re
import subprocess
import sys

import pytest
from django.test import Client

from tests.personas import PERSONAS, client_of
from tests.trust.access import read_tables
from tests.world import build_world

pytestmark = pytest.mark.django_db

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "object-src": "'none'",
    "frame-ancestors": "'none'",
}
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
}
# A mail is shown as its readers receive it, with its own styles; it may run nothing.
MAILS_SHOWN = {"outreach:campaign_html"}
MAIL_POLICY = {"script-src": "'none'", "style-src": "'unsafe-inline'"}
# A page behind a mailed link names its origin only, so that its token goes nowhere.
REFERRER_POLICIES = {"same-origin", "strict-origin", "no-referrer"}
TEXTUAL = ("text/", "application/json", "application/xml", "application/atom+xml")
INLINE = re.compile(
    rb"<[^>]*\s(?:style|on[a-z]+)=[\"']|<style|<script(?![^>]*\bsrc=)|javascript:", re.I
)
FOREIGN = re.compile(
    rb"<(?:script|img|link rel=\"stylesheet\"|iframe)[^>]*(?:src|href)=\"https?://", re.I
)
NOT_FOUND = ["/inconnu/", "/fiches/inconnue/", "/candidatures/inconnue/", "/api/v1/cases/inconnue"]
LINES = read_tables()
APPS = sorted({line.app for line in LINES})


def policy_of(response) -> dict[str, str]:
    directives = response["Content-Security-Policy"].split(";")
    return dict(directive.strip().split(" ", 1) for directive in directives)


def assert_guarded(response, where: str) -> None:
    assert {name: response.get(name) for name in FIXED} == FIXED, where
    assert response["Referrer-Policy"] in REFERRER_POLICIES, where
    assert "camera=()" in response["Permissions-Policy"], where
    assert "Server" not in response.headers, where
    assert "X-Powered-By" not in response.headers, where
    assert_policy(response, where)


def assert_policy(response, where: str) -> None:
    """The exact policy on pages; a file kept apart gets a narrower one, in a sandbox."""
    is_mail = any(name in where for name in MAILS_SHOWN)
    if "sandbox" not in response["Content-Security-Policy"]:
        allowed = [POLICY, {**POLICY, **MAIL_POLICY}] if is_mail else [POLICY]
        assert policy_of(response) in allowed, where
    kind = response.get("Content-Type", "")
    if kind.startswith(TEXTUAL) and response.status_code == 200:
        assert "charset=utf-8" in kind.lower() or kind == "application/json", where
    if kind.startswith("text/html") and not is_mail:
        body = response.getvalue()
        assert not INLINE.search(body), f"{where} : {INLINE.search(body)}"
        assert not FOREIGN.search(body), where


@pytest.mark.parametrize("app", APPS)
def test_every_page_of_every_persona_is_guarded(app):
    world = build_world(app)
    for line in (line for line in LINES if line.app == app):
        seen = {}
        for persona in PERSONAS:
            if line.expected[persona] in seen:
                continue  # one reader for each answer of the page: 200, 302, 403, 404…
            user = getattr(world["people"], persona)
            response = client_of(user).get(line.url(world))
            seen[line.expected[persona]] = response
            assert_guarded(response, f"{line.where} ({persona})")
            if user and response.status_code == 200:
                assert response["Cache-Control"] == "private, no-store", line.where
            response.getvalue()  # a file is closed once it has been read


@pytest.mark.parametrize("path", NOT_FOUND)
def test_what_does_not_exist_is_guarded_too(path):
    response = Client().get(path)
    assert response.status_code in (302, 404)
    assert_guarded(response, path)


def test_an_unknown_host_gets_nothing():
    assert Client(headers={"host": "evil.example"}).get("/").status_code == 400


UNDER_HTTPS = """
import json, django
django.setup()
from django.test import Client
served = Client().get("/robots.txt", secure=True)
plain = Client().get("/robots.txt")
from django.conf import settings
print(json.dumps({
    "hsts": served.get("Strict-Transport-Security"),
    "plain": [plain.status_code, plain.get("Location")],
    "cookies": [settings.SESSION_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME],
    "secure": [settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE],
    "http_only": settings.SESSION_COOKIE_HTTPONLY,
}))
"""


def test_under_https_the_site_stays_on_https(tmp_path):
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "essaim.settings",
        "ESSAIM_VAR": str(tmp_path),
        "ESSAIM_URL": "https://essaim.example",
        "ESSAIM_HOSTS": "testserver",
        "ESSAIM_DEBUG": "1",
    }
    run = subprocess.run(
        [sys.executable, "-c", UNDER_HTTPS], env=environment, capture_output=True, text=True
    )
    assert not run.returncode, run.stderr
    found = json.loads(run.stdout)
    assert found["hsts"] == "max-age=31536000; includeSubDomains"
    assert found["plain"] == [301, "https://testserver/robots.txt"]
    assert found["cookies"] == ["__Host-essaim", "__Host-langue"]
    assert found["secure"] == [True, True]
    assert found["http_only"] is True


def test_pages_leave_compressed():
    page = Client(headers={"accept-encoding": "gzip"}).get("/aide/")
    assert page["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in page["Vary"]
