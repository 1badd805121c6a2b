import threading

import pytest
import time_machine
from django.db import connections
from django.test import Client
from django.utils import timezone

from essaim.accounts.models import OutboxMail
from essaim.base.exceptions import LinkNotValid
from essaim.outreach import actions
from essaim.outreach.links import token_of
from essaim.outreach.models import Subscriber
from tests.factories import ThemeFactory

pytestmark = pytest.mark.django_db
Status = Subscriber.Status


def ask(client, email, **fields):
    return client.post("/abonnement/", {"email": email, "consent": "on", **fields}, follow=True)


def state(email):
    return Subscriber.objects.get(email=email).status


def test_double_opt_in_that_scanners_cannot_pass(client, link_in, renac):
    ThemeFactory(slug="accueil", name="Accueil")
    assert client.get("/abonnement/").status_code == 200
    answer = ask(client, "Mairie@Renac.fr", organisation=renac.code, themes=["accueil"])
    assert "Regardez vos messages" in answer.text
    assert state("mairie@renac.fr") == Status.PENDING
    url = link_in("subscription_confirm")
    scanner = Client()
    assert scanner.head(url).status_code == 200
    for _ in range(5):
        assert "m…@renac.fr" in scanner.get(url).text
    assert not scanner.cookies
    assert state("mairie@renac.fr") == Status.PENDING
    page = Client(enforce_csrf_checks=True).post(url, follow=True).text
    assert "Renac (35)" in page
    subscriber = Subscriber.objects.get()
    assert subscriber.status == Status.ACTIVE
    assert subscriber.confirmed_at
    assert "Je peux arrêter" in subscriber.consent_text
    assert client.post(url).status_code == 410


def test_same_answer_for_known_and_unknown(client, add_subscriber):
    add_subscriber("connue@exemple.fr")
    with time_machine.travel(timezone.now() + timezone.timedelta(hours=1)):
        known, unknown = ask(client, "connue@exemple.fr"), ask(client, "nouvelle@exemple.fr")
    assert known.text == unknown.text
    assert known.redirect_chain == unknown.redirect_chain
    assert OutboxMail.objects.get(recipient="connue@exemple.fr").kind == "subscription_already"
    assert OutboxMail.objects.get(recipient="nouvelle@exemple.fr").kind == "subscription_confirm"


def test_someone_else_changes_nothing_of_a_subscription(client, add_subscriber, renac):
    subscriber = add_subscriber("connue@exemple.fr", organisation=renac)
    ask(client, "connue@exemple.fr", organisation="")
    subscriber.refresh_from_db()
    assert (subscriber.status, subscriber.organisation) == (Status.ACTIVE, renac)


def test_no_flood(client):
    for _ in range(5):
        ask(client, "victime@exemple.fr")
    assert OutboxMail.objects.count() == 1
    with time_machine.travel(timezone.now() + timezone.timedelta(minutes=11)):
        ask(client, "victime@exemple.fr")
    assert OutboxMail.objects.count() == 2


def test_consent_is_asked(client):
    assert "Il y a un problème" in client.post("/abonnement/", {"email": "a@exemple.fr"}).text
    assert not Subscriber.objects.exists()


def test_a_newer_link_replaces_the_older(client, link_in):
    ask(client, "a@exemple.fr")
    first = link_in("subscription_confirm")
    with time_machine.travel(timezone.now() + timezone.timedelta(hours=1)):
        ask(client, "a@exemple.fr")
        assert client.get(first).status_code == 410
        assert client.get(link_in("subscription_confirm")).status_code == 200
    with time_machine.travel(timezone.now() + timezone.timedelta(days=9)):
        assert client.get(link_in("subscription_confirm")).status_code == 410


def test_choices_by_personal_link(client, add_subscriber, renac):
    subscriber = add_subscriber()
    theme = ThemeFactory(slug="accueil")
    url = f"/abonnement/choix/{token_of(subscriber)}/"
    assert subscriber.email not in client.get(url).text
    page = client.post(url, {"organisation": renac.code, "themes": ["accueil"]})
    assert "C’est enregistré" in page.text
    subscriber.refresh_from_db()
    assert subscriber.organisation == renac
    assert list(subscriber.themes.all()) == [theme]
    assert client.post(url, {"themes": ["inconnu"]}).status_code == 200


def test_one_click_unsubscribe(add_subscriber):
    subscriber = add_subscriber()
    url = f"/abonnement/arreter/{token_of(subscriber)}/"
    provider = Client(enforce_csrf_checks=True)
    assert provider.head(url).status_code == 200
    for _ in range(5):
        assert "Arrêter les envois" in provider.get(url).text
    assert state(subscriber.email) == Status.ACTIVE
    for _ in range(2):
        answer = provider.post(
            url, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
        )
        assert answer.status_code == 200
        assert state(subscriber.email) == Status.UNSUBSCRIBED
    assert not provider.cookies
    assert "plus de lettre" in provider.get(url).text
    assert "Vous ne recevez pas" in provider.get(url.replace("arreter", "choix")).text


def test_a_forged_link_opens_nothing(client, add_subscriber):
    token = token_of(add_subscriber())
    public_id, _dot, signature = token.partition(".")
    for forged in (public_id, f"{public_id}.x", f"x.{signature}", "x", token[:-1]):
        for path in ("choix", "arreter", "confirmer"):
            assert client.get(f"/abonnement/{path}/{forged}/").status_code == 410
    assert client.post(f"/abonnement/arreter/{token}x/").status_code == 410


def test_back_after_leaving(client, add_subscriber, link_in):
    subscriber = add_subscriber("a@exemple.fr")
    actions.unsubscribe(subscriber)
    with time_machine.travel(timezone.now() + timezone.timedelta(hours=1)):
        ask(client, "a@exemple.fr")
        assert state("a@exemple.fr") == Status.PENDING
        client.post(link_in("subscription_confirm"))
    assert state("a@exemple.fr") == Status.ACTIVE


def test_a_suppressed_address_hears_nothing_more(client, add_subscriber):
    actions.suppress(add_subscriber("a@exemple.fr"), "550 boîte inconnue")
    assert "Regardez vos messages" in ask(client, "a@exemple.fr").text
    assert state("a@exemple.fr") == Status.SUPPRESSED
    assert not OutboxMail.objects.exists()


def test_leaving_before_confirming_kills_the_link(client, link_in):
    ask(client, "a@exemple.fr")
    actions.unsubscribe(Subscriber.objects.get())
    assert client.get(link_in("subscription_confirm")).status_code == 410


@pytest.mark.django_db(transaction=True)
def test_two_confirmations_at_once_only_one_wins(client, link_in):
    ask(client, "a@exemple.fr")
    token = link_in("subscription_confirm").split("/")[3]
    start, outcomes = threading.Barrier(2), []

    def confirm():
        start.wait()
        try:
            actions.confirm_subscription(token)
            outcomes.append("won")
        except LinkNotValid:
            outcomes.append("lost")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=confirm) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["lost", "won"]
