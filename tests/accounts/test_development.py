"""The development pages exist with DEBUG only, and let one be demonstration people only."""

import importlib

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import clear_url_caches

import essaim.accounts.urls
import essaim.urls
from essaim.accounts import actions
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def _reload_urls():
    importlib.reload(essaim.accounts.urls)
    importlib.reload(essaim.urls)
    clear_url_caches()


@pytest.fixture
def debug(settings):
    settings.DEBUG = True
    _reload_urls()
    yield settings
    settings.DEBUG = False
    _reload_urls()


@pytest.fixture
def agent():
    return actions.add_demonstration_person("agent", "Nadia", "porteuse d’une candidature")


def test_without_debug_the_pages_do_not_exist(client, agent):
    for path in ("/dev/", f"/dev/entrer/{agent.pk}/", "/dev/courriers/"):
        assert client.get(path).status_code == 404


def test_one_click_enters_as_a_demonstration_person(debug, client, agent):
    assert "porteuse d’une candidature" in client.get("/dev/").content.decode()
    assert client.get(f"/dev/entrer/{agent.pk}/").url == "/mon-espace/"
    assert client.session["_auth_user_id"] == str(agent.pk)


def test_no_real_person_can_be_impersonated(debug, client):
    assert client.get(f"/dev/entrer/{UserFactory().pk}/").status_code == 404


def test_the_mailbox_shows_what_was_written(debug, client):
    actions.send_sign_in_code("a@mairie.fr", "123456")
    actions.send_sign_in_code("b@mairie.fr", "654321")
    page = client.get("/dev/courriers/?a=a@mairie.fr").content.decode()
    assert "123456" in page
    assert "654321" not in page


def test_the_laid_out_mail_can_run_nothing(debug, client):
    actions.send_sign_in_code("a@mairie.fr", "123456")
    pk = actions.enqueue_mail(
        kind="essai",
        ref="essai",
        recipient="a@mairie.fr",
        template="accounts/mails/sign_in_code",
        context={"code": "<script>alert(1)</script>", "minutes": 1},
    ).pk
    answer = client.get(f"/dev/courriers/{pk}/")
    assert "<script>" not in answer.content.decode()
    assert "sandbox" in answer["Content-Security-Policy"]


def test_the_mailbox_costs_the_same_with_more_mails(debug, same_queries):
    client = Client()
    same_queries(
        lambda: client.get("/dev/courriers/"),
        lambda: actions.send_sign_in_code("a@mairie.fr", "123456"),
    )


def test_the_list_of_people_costs_the_same_with_more_of_them(debug, same_queries):
    client, slugs = Client(), iter("abcdef")
    same_queries(
        lambda: client.get("/dev/"),
        lambda: actions.add_demonstration_person(next(slugs), "Nadia", "porteuse"),
    )


def test_the_command_prints_one_link_per_person(settings, agent, capsys):
    settings.DEBUG = True
    call_command("demo_accounts")
    printed = capsys.readouterr().out
    assert f"{settings.SITE_URL}/dev/entrer/{agent.pk}/" in printed
    settings.DEBUG = False
    call_command("demo_accounts")
    assert "/dev/entrer/" not in capsys.readouterr().out
