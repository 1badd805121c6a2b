"""A person may add a second step; then the mailed code alone does not open the account."""

import re

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)

from essaim.accounts.models import OutboxMail
from tests.accounts.test_sign_in import ask, give, is_signed_in, mailed_code
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def code_now(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


@pytest.fixture
def secret(client, django_capture_on_commit_callbacks) -> str:
    client.force_login(UserFactory(email="a@mairie.fr"))
    page = client.get("/compte/double/application/").content.decode()
    found = re.search(r"<code[^>]*>(\w+)</code>", page)[1]
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/compte/double/application/", {"code": code_now(found)})
    assert answer.url == "/compte/double/secours/"
    return found


def test_the_application_is_asked_after_the_mailed_code(client, secret):
    client.post("/compte/logout/")
    ask(client, "a@mairie.fr")
    assert give(client, mailed_code("a@mairie.fr")).url == "/compte/double/entrer/"
    assert not is_signed_in(client)
    page = client.post("/compte/double/entrer/", {"code": "000000"})
    assert "Code incorrect" in page.content.decode()


def test_a_recovery_code_replaces_the_application_once(client, secret):
    page = client.get("/compte/double/secours/").content.decode()
    recovery = re.findall(r"<code[^>]*>(\w+)</code>", page)
    assert len(recovery) == 10
    for expected in (True, False):
        client.post("/compte/logout/")
        ask(client, "a@mairie.fr")
        give(client, mailed_code("a@mairie.fr"))
        client.post("/compte/double/entrer/", {"code": recovery[0]})
        assert is_signed_in(client) is expected


def test_a_change_of_protection_is_told_by_mail(client, secret):
    mails = OutboxMail.objects.filter(kind="security_change", recipient="a@mairie.fr")
    assert any("application d’authentification a été ajoutée" in mail.text for mail in mails)


def test_removing_the_application_asks_for_a_code_first(client, secret):
    page = client.get("/compte/double/secours/").content.decode()
    recovery = re.findall(r"<code[^>]*>(\w+)</code>", page)
    client.post("/compte/logout/")
    ask(client, "a@mairie.fr")
    give(client, mailed_code("a@mairie.fr"))
    client.post("/compte/double/entrer/", {"code": recovery[0]})
    remove = "/compte/double/application/retirer/"
    asked = client.get(remove)
    assert asked.url.startswith("/compte/double/confirmer/")
    assert client.get(asked.url).status_code == 200
    assert client.post(asked.url, {"code": recovery[1]}).url == remove
    assert client.get(remove).status_code == 200
    assert client.post(remove).url == "/compte/double/"
    assert "Non active" in client.get("/compte/double/").content.decode()


def test_every_page_of_the_second_step_opens(client):
    client.force_login(UserFactory())
    for path in ("", "application/", "cles/", "cles/ajouter/"):
        answer = client.get(f"/compte/double/{path}")
        assert answer.status_code == 200, path


def test_visitors_are_sent_to_sign_in(client):
    assert client.get("/compte/double/").url.startswith("/compte/login/")
    assert client.get("/compte/double/entrer/").url == "/compte/login/"
