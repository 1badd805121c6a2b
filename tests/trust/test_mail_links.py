"""S70: machines that open the links of our mails change nothing; people then still succeed.

Mail filters follow links with HEAD, with GET, several times, some in a real browser that runs
scripts, from elsewhere and without cookies. Only a person presses a button.
"""

from pathlib import Path

import pytest
from django.apps import apps
from django.core import serializers
from django.test import Client

from essaim.accounts.models import OutboxMail, User
from essaim.outreach.models import Subscriber
from essaim.replications.models import Replication
from tests.applications.mailbox import code_in_mail
from tests.factories import UserFactory
from tests.personas import client_of
from tests.trust.mails import MORE, links_of, write_every_mail

ROOT = Path(__file__).resolve().parents[2]
NOT_LOOKED_AT = {"sessions.Session"}


def templates_of(app: str) -> set[str]:
    folder = ROOT / "essaim" / app / "templates" / app / "mails"
    return {path.stem for path in folder.glob("*.txt")}


def everything() -> dict[str, list]:
    """All rows of all tables, sessions aside."""
    models = [model for model in apps.get_models() if model._meta.label not in NOT_LOOKED_AT]
    return {
        model._meta.label: serializers.serialize("json", model._default_manager.order_by("pk"))
        for model in models
    }


def mailed_links() -> list[str]:
    mails = OutboxMail.objects.order_by("pk")
    return list(dict.fromkeys(path for mail in mails for path in links_of(mail)))


def test_no_template_is_left_out():
    written = {path.parents[3].name for path in ROOT.glob("essaim/*/templates/*/mails/*.txt")}
    assert written == set(MORE)


@pytest.mark.django_db
@pytest.mark.parametrize("app", MORE)
def test_a_scanner_changes_nothing(app):
    write_every_mail(app)
    missing = templates_of(app) - set(OutboxMail.objects.values_list("kind", flat=True))
    assert not missing, f"Courriers non essayés : {missing}"
    before = everything()
    for path in mailed_links():
        statuses = {Client().head(path).status_code}
        statuses |= {Client().get(path).status_code for _time in range(5)}
        assert statuses <= {200, 302, 404, 410}, path
    assert everything() == before


@pytest.mark.django_db
@pytest.mark.parametrize("app", MORE)
def test_each_reader_finds_the_page_of_their_mail(app):
    write_every_mail(app)
    for mail in OutboxMail.objects.all():
        client = client_of(User.objects.filter(email=mail.recipient).first())
        for path in links_of(mail):
            status = client.get(path, follow=True).status_code
            assert status in (200, 410), f"{mail.kind} → {mail.recipient} : {path} ({status})"


@pytest.mark.django_db(transaction=True)
@pytest.mark.browser
@pytest.mark.parametrize("app", MORE)
def test_a_scanner_that_runs_scripts_changes_nothing(app, browser, live_server):
    write_every_mail(app)
    before = everything()
    page = browser.new_context(base_url=live_server.url).new_page()
    for path in mailed_links():
        if not path.endswith(".ics"):  # a file to keep, that a browser does not show
            page.goto(path, wait_until="networkidle")
            page.context.clear_cookies()
    page.context.close()
    assert everything() == before


def scanned(kind: str, beginning: str) -> str:
    """The link of the last mail of this kind, after a machine has been there."""
    mail = OutboxMail.objects.filter(kind=kind).latest("pk")
    path = next(path for path in links_of(mail) if path.startswith(beginning))
    Client().head(path)
    for _time in range(5):
        Client().get(path)
    return path


@pytest.mark.django_db
class TestThePersonThenSucceeds:
    def test_in_joining_an_application(self):
        world = write_every_mail("applications")
        path = scanned("invitation", "/candidatures/invitation/")
        guest = UserFactory()
        assert client_of(guest).post(path).status_code == 302
        assert world["draft"].members.filter(user=guest).exists()

    def test_in_giving_an_opinion(self):
        world = write_every_mail("applications")
        asked = world["endorsement"]
        mail = OutboxMail.objects.get(kind="endorsement_request", recipient=asked.email)
        path = next(path for path in links_of(mail) if path.startswith("/avis/"))
        reader = Client()
        for _time in range(5):
            Client().get(path)
        seen = reader.get(path).context["form"]["seen_sha256"].value()
        opinion = {"signatory": "Diane Guérin", "position": "DGS", "verdict": "favourable"}
        sent = {**opinion, "comment": "", "seen_sha256": seen}
        assert reader.post(path, sent).status_code == 200
        asked.refresh_from_db()
        assert asked.status == "requested"
        assert reader.post(path, {**sent, "code": code_in_mail()}).status_code == 302
        asked.refresh_from_db()
        assert asked.status == "favourable"

    def test_in_confirming_a_replication(self):
        world = write_every_mail("replications")
        replication = world["replication"]
        mail = OutboxMail.objects.filter(kind="replication_declared").earliest("pk")
        path = next(path for path in links_of(mail) if path.startswith("/reprises/confirmer/"))
        Client().get(path)
        assert Client().post(path, {"verdict": "confirmed", "comment": ""}).status_code in (
            200,
            302,
        )
        replication.refresh_from_db()
        assert replication.verification == Replication.Level.CONFIRMED_BY_ORIGIN

    def test_in_subscribing(self):
        write_every_mail("outreach")
        path = scanned("subscription_confirm", "/abonnement/confirmer/")
        assert Client().post(path).status_code == 302
        mail = OutboxMail.objects.filter(kind="subscription_confirm").latest("pk")
        subscriber = Subscriber.objects.get(email=mail.recipient)
        assert subscriber.status == Subscriber.Status.ACTIVE

    def test_in_changing_their_choices_and_in_stopping(self):
        write_every_mail("outreach")
        choices = scanned("campaign", "/abonnement/choix/")
        assert Client().post(choices, {}).status_code == 200
        stop = scanned("campaign", "/abonnement/arreter/")
        one_click = Client(enforce_csrf_checks=True)
        for _time in range(2):
            answer = one_click.post(stop, {"List-Unsubscribe": "One-Click"})
            assert answer.status_code == 200
            assert not answer.cookies
        reader = OutboxMail.objects.filter(kind="campaign").latest("pk").recipient
        assert Subscriber.objects.get(email=reader).status == Subscriber.Status.UNSUBSCRIBED
