"""One page for the address, one for the code; the same for everyone."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from essaim.accounts.models import OutboxMail, User
from tests.accounts.mails import wrong
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
LOGIN, CODE = "/compte/login/", "/compte/login/code/"


def ask(client, email, next_url=""):
    suffix = f"?next={next_url}" if next_url else ""
    return client.post(f"{LOGIN}{suffix}", {"email": email})


def mailed_code(email) -> str:
    mail = OutboxMail.objects.filter(kind="sign_in_code", recipient=email).order_by("-pk").first()
    return re.match(r"\d{6}", mail.subject)[0]


def give(client, code, next_url=""):
    return client.post(f"{CODE}?next={next_url}" if next_url else CODE, {"code": code})


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_a_known_person_enters(client):
    user = UserFactory(email="agent@mairie.fr")
    answer = ask(client, "Agent@Mairie.fr")
    assert answer.url == CODE
    answer = give(client, mailed_code("agent@mairie.fr"))
    assert answer.url == "/mon-espace/"
    assert client.session["_auth_user_id"] == str(user.pk)


def test_a_new_address_gets_its_account_when_the_code_comes_back(client):
    ask(client, "nouvelle@mairie.fr")
    assert not User.objects.exists()
    give(client, mailed_code("nouvelle@mairie.fr"))
    assert User.objects.get().email == "nouvelle@mairie.fr"
    assert is_signed_in(client)


def test_the_code_may_be_typed_with_spaces(client):
    ask(client, "a@mairie.fr")
    code = mailed_code("a@mairie.fr")
    give(client, f" {code[:3]} {code[3:]} ")
    assert is_signed_in(client)


def test_next_is_kept_to_the_end(client):
    answer = ask(client, "a@mairie.fr", "/mon-compte/")
    assert "next=%2Fmon-compte%2F" in answer.url
    assert give(client, mailed_code("a@mairie.fr"), "/mon-compte/").url == "/mon-compte/"


@pytest.mark.parametrize(
    "hostile",
    [
        "//mauvais.fr",
        "/\\mauvais.fr",
        "https:mauvais.fr",
        "https://mauvais.fr",
        "javascript:x",
        "\t//x.fr",
    ],
)
def test_next_never_leads_elsewhere(client, hostile):
    answer = client.post(f"{LOGIN}", {"email": "a@mairie.fr", "next": hostile})
    assert "mauvais" not in answer.url
    code = mailed_code("a@mairie.fr")
    assert client.post(CODE, {"code": code, "next": hostile}).url == "/mon-espace/"


def test_known_and_unknown_addresses_get_the_same_answers(django_assert_num_queries):
    """Same status, same page, same number of queries: asking reads no account."""
    UserFactory(email="connue@mairie.fr")
    UserFactory(email="fermee@mairie.fr", is_active=False)
    seen = []
    for email in ("connue@mairie.fr", "fermee@mairie.fr", "absente@mairie.fr"):
        client = Client()
        client.get(LOGIN)
        first = ask(client, email)
        page = client.get(first.url).content.decode().replace(email, "")
        page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
        seen.append(
            (first.status_code, first.url, page, OutboxMail.objects.filter(recipient=email).count())
        )
    assert seen[0] == seen[1] == seen[2]


def test_a_closed_account_is_told_so_only_with_the_right_code(client):
    UserFactory(email="fermee@mairie.fr", is_active=False)
    ask(client, "fermee@mairie.fr")
    answer = give(client, mailed_code("fermee@mairie.fr"))
    assert answer.url == "/compte/ferme/"
    assert "désactivé" in client.get(answer.url).content.decode()
    assert not is_signed_in(client)


def test_a_wrong_code_says_so_in_french(client):
    ask(client, "a@mairie.fr")
    page = give(client, wrong(mailed_code("a@mairie.fr")))
    assert "Ce code n’est pas le bon" in page.content.decode()
    assert not is_signed_in(client)


def test_five_tries_then_another_code(client):
    ask(client, "a@mairie.fr")
    code = mailed_code("a@mairie.fr")
    for _try in range(5):
        assert give(client, wrong(code)).status_code == 200
    answer = client.post(CODE, {"code": code}, follow=True)
    assert "Trop d’essais avec ce code" in answer.content.decode()
    assert not is_signed_in(client)
    ask(client, "a@mairie.fr")
    give(client, mailed_code("a@mairie.fr"))
    assert is_signed_in(client)


def test_tries_are_counted_for_the_code_not_for_the_session(client):
    """Many parallel requests of one session each read the same session: the counter is elsewhere."""
    ask(client, "a@mairie.fr")
    code = mailed_code("a@mairie.fr")
    saved = dict(client.session["account_login"])
    for _try in range(5):
        give(client, wrong(code))
        session = client.session
        session["account_login"] = saved
        session.save()
    give(client, code)
    assert not is_signed_in(client)


def test_the_fifth_try_may_be_the_right_one(client):
    ask(client, "a@mairie.fr")
    code = mailed_code("a@mairie.fr")
    for _try in range(4):
        give(client, wrong(code))
    give(client, code)
    assert is_signed_in(client)


def test_a_code_expires_after_ten_minutes(client, time_machine):
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    ask(client, "a@mairie.fr")
    time_machine.move_to(now + timedelta(minutes=10, seconds=1), tick=False)
    answer = client.post(CODE, {"code": mailed_code("a@mairie.fr")}, follow=True)
    assert "Ce code a expiré" in answer.content.decode()
    assert not is_signed_in(client)


def test_a_code_serves_only_in_the_session_that_asked_for_it(client):
    ask(client, "a@mairie.fr")
    thief = Client()
    assert give(thief, mailed_code("a@mairie.fr")).url == LOGIN
    ask(thief, "a@mairie.fr")
    first = OutboxMail.objects.order_by("pk").first().subject[:6]
    if first != mailed_code("a@mairie.fr"):
        give(thief, first)
        assert not is_signed_in(thief)


def test_a_code_serves_once(client):
    ask(client, "a@mairie.fr")
    code = mailed_code("a@mairie.fr")
    give(client, code)
    client.post("/compte/logout/")
    assert give(client, code).url == LOGIN
    assert not is_signed_in(client)


def test_each_demand_is_a_mail_of_its_own(client):
    ask(client, "a@mairie.fr")
    ask(client, "a@mairie.fr")
    assert OutboxMail.objects.filter(recipient="a@mairie.fr").count() == 2


def test_demands_are_limited_per_address_and_the_limit_says_when_to_return():
    for _demand in range(10):
        assert ask(Client(), "a@mairie.fr").status_code == 302
    refused = ask(Client(), "a@mairie.fr")
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0
    assert ask(Client(), "autre@mairie.fr").status_code == 302


def test_demands_are_limited_per_origin():
    answers = [ask(Client(), f"a{n}@mairie.fr").status_code for n in range(26)]
    assert answers == [302] * 25 + [429]


def test_a_spoofed_address_does_not_escape_the_limit():
    answers = [
        Client()
        .post(LOGIN, {"email": f"a{n}@mairie.fr"}, headers={"X-Forwarded-For": f"198.51.100.{n}"})
        .status_code
        for n in range(26)
    ]
    assert answers[-1] == 429


@pytest.mark.parametrize(
    "bad", ["", "mairie", "a@", "a b@mairie.fr", "a@mairie.fr\nBcc: x@y.fr", "x" * 300 + "@y.fr"]
)
def test_a_bad_address_is_explained(client, bad):
    page = ask(client, bad).content.decode()
    assert "Il y a un problème" in page
    assert not OutboxMail.objects.exists()


def test_the_code_field_suits_phones(client):
    ask(client, "a@mairie.fr")
    page = client.get(CODE).content.decode()
    assert 'autocomplete="one-time-code"' in page
    assert 'inputmode="numeric"' in page


def test_someone_signed_in_is_sent_on(client):
    client.force_login(UserFactory())
    assert client.get(f"{LOGIN}?next=/mon-compte/").url == "/mon-compte/"


def test_the_session_changes_at_sign_in(client):
    ask(client, "a@mairie.fr")
    before = client.session.session_key
    give(client, mailed_code("a@mairie.fr"))
    assert client.session.session_key != before


def test_csrf_is_checked():
    client = Client(enforce_csrf_checks=True)
    assert client.post(LOGIN, {"email": "a@mairie.fr"}).status_code == 403


def test_leaving_is_a_post(client):
    client.force_login(UserFactory())
    assert client.get("/compte/logout/").status_code == 200
    assert is_signed_in(client)
    client.post("/compte/logout/")
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "name",
    ["account_signup", "account_reset_password", "account_change_password", "account_email"],
)
def test_the_other_pages_of_allauth_do_not_exist(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_no_one_has_a_password(client):
    user = User.objects.create_superuser("chef@mairie.fr", password="un mot de passe")
    assert not user.has_usable_password()
    assert not client.login(username="chef@mairie.fr", password="un mot de passe")
