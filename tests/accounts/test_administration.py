"""The technical back office: our sign-in, our models, nothing of files or juries."""

import pytest
from django.contrib import admin

from essaim.accounts import actions
from essaim.accounts.models import LogEntry, OutboxMail, User
from tests.factories import UserFactory
from tests.personas import PERSONAS, client_of

pytestmark = pytest.mark.django_db
HOME = "/administration/"


@pytest.fixture
def chief(client):
    user = User.objects.create_superuser("chef@mairie.fr", name="Ada")
    client.force_login(user)
    return user


def test_only_the_technical_administrator_enters(people):
    statuses = {name: client_of(getattr(people, name)).get(HOME).status_code for name in PERSONAS}
    assert statuses.pop("admin") == 200
    assert 200 not in statuses.values()


def test_a_visitor_goes_through_our_sign_in(client):
    answer = client.get("/administration/accounts/user/", follow=True)
    assert answer.redirect_chain[-1][0].startswith("/compte/login/?next=")
    assert "Votre adresse électronique" in answer.content.decode()


def test_it_shows_no_content_of_files_juries_or_letters():
    shown = {model._meta.label for model in admin.site._registry}
    apart = {"territories.Organisation"}
    assert shown - apart == {
        "accounts.User",
        "accounts.LogEntry",
        "accounts.OutboxMail",
        "calls.Programme",
        "calls.TeamMember",
        "calls.Theme",
    }


@pytest.mark.parametrize("model", ["user", "logentry", "outboxmail"])
def test_lists_open(client, chief, model):
    actions.send_sign_in_code("a@mairie.fr", "123456")
    actions.log(chief, "essai", by=chief)
    assert client.get(f"{HOME}accounts/{model}/").status_code == 200


@pytest.mark.parametrize("model", ["programme", "teammember", "theme"])
def test_settings_of_programmes_open(client, chief, model):
    assert client.get(f"{HOME}calls/{model}/add/").status_code == 200


def test_a_mail_is_followed_not_read(client, chief):
    actions.send_sign_in_code("a@mairie.fr", "123456")
    for page in ("", f"{OutboxMail.objects.get().pk}/change/"):
        assert "123456" not in client.get(f"{HOME}accounts/outboxmail/{page}").content.decode()


def test_a_refused_mail_is_sent_again(client, chief):
    actions.send_sign_in_code("a@mairie.fr", "123456")
    mail = OutboxMail.objects.get()
    OutboxMail.objects.update(status=OutboxMail.Status.FAILED)
    again = {"action": "send_again", "_selected_action": [mail.pk]}
    client.post(f"{HOME}accounts/outboxmail/", again)
    mail.refresh_from_db()
    assert mail.status == OutboxMail.Status.QUEUED
    answer = client.post(f"{HOME}accounts/outboxmail/", again, follow=True)
    assert "pas possible dans l’état actuel" in answer.content.decode()


def test_the_journal_is_never_written_there(client, chief):
    entry = actions.log(chief, "essai", by=chief)
    assert client.get(f"{HOME}accounts/logentry/add/").status_code == 403
    url = f"{HOME}accounts/logentry/{entry.pk}/change/"
    assert client.post(url, {"verb": "x"}).status_code == 403
    assert (
        client.post(f"{HOME}accounts/logentry/{entry.pk}/delete/", {"post": "yes"}).status_code
        == 403
    )
    assert LogEntry.objects.get(pk=entry.pk).verb == "essai"


def test_giving_rights_is_written_down(client, chief):
    user = UserFactory()
    formset = {
        "memberships-TOTAL_FORMS": 0,
        "memberships-INITIAL_FORMS": 0,
        "memberships-MIN_NUM_FORMS": 0,
        "memberships-MAX_NUM_FORMS": 1000,
    }
    client.post(
        f"{HOME}accounts/user/{user.pk}/change/",
        {"email": "Nouveau@Mairie.fr", "name": "N", "is_active": "on", "is_staff": "on", **formset},
    )
    user.refresh_from_db()
    assert (user.email, user.is_staff) == ("nouveau@mairie.fr", True)
    assert "is_staff" in LogEntry.objects.get(verb="administer").note


def test_an_account_is_not_deleted(client, chief):
    assert client.post(f"{HOME}accounts/user/{UserFactory().pk}/delete/").status_code == 403
