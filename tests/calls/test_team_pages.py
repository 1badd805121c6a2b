"""The team's pages: a draft is written, checked, published."""

import pytest
from django.test import Client

from essaim.calls.models import Call, TeamMember
from tests.factories import CallFactory, TeamMemberFactory, UserFactory
from tests.personas import client_of

pytestmark = pytest.mark.django_db
FIELDS = {
    "title": "Appel 2099",
    "summary": "Présentation",
    "eligibility": "Tous",
    "offer": "Cinq mois",
    "time_zone": "Europe/Paris",
    "opens_at": "2099-04-12T09:00",
    "closes_at": "2099-05-24T23:59",
    "results_expected": "2099-07",
    "support_expected": "2099-09",
    "laureates_min": "2",
    "laureates_max": "4",
    "endorsement_rule": "before_deposit",
}


@pytest.fixture
def member():
    return TeamMemberFactory()


@pytest.fixture
def client(member):
    return client_of(member.user)


def test_from_nothing_to_a_public_page(client, member):
    answer = client.post("/appels/nouveau/", {**FIELDS, "programme": member.programme.pk})
    assert answer.url == "/appels/appel-2099/gerer/"
    assert "Écrivez le règlement" in client.get(answer.url).content.decode()
    assert "Il reste à faire" in client.get("/appels/appel-2099/publier/").content.decode()
    client.post("/appels/appel-2099/reglement/rediger/", {"text": "Article 1 – Objet"})
    assert "Tout y est" in client.get("/appels/appel-2099/publier/").content.decode()
    assert client.post("/appels/appel-2099/publier/").url == "/appels/appel-2099/"
    page = Client().get("/appels/appel-2099/").content.decode()
    assert "23\u00a0h\u00a059" in page
    assert Call.objects.get().closes_at.isoformat() == "2099-05-24T21:59:00+00:00"


def test_publishing_too_early_says_what_is_missing(client, member):
    client.post("/appels/nouveau/", {**FIELDS, "offer": "", "programme": member.programme.pk})
    answer = client.post("/appels/appel-2099/publier/")
    assert answer.status_code == 409
    assert "Dites ce que reçoivent les lauréats" in answer.content.decode()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("title", "", "Il y a un problème"),
        ("closes_at", "2099-01-01T00:00", "L’ouverture doit précéder la clôture"),
        ("results_expected", "bientôt", "Écrivez l’année"),
        ("laureates_min", "9", "nombre minimal"),
    ],
)
def test_what_is_wrong_is_explained_and_nothing_is_lost(client, member, field, value, sentence):
    data = {**FIELDS, "programme": member.programme.pk, field: value}
    page = client.post("/appels/nouveau/", data).content.decode()
    assert sentence in page
    assert "Cinq mois" in page
    assert not Call.objects.exists()


def test_a_question_is_reworded_or_removed_before_publication(client, member):
    client.post("/appels/nouveau/", {**FIELDS, "programme": member.programme.pk})
    url = "/appels/appel-2099/questions/probleme/"
    assert client.get(url).status_code == 200
    typed = {"label": "Lequel ?", "section": "Votre situation", "max_length": "500"}
    client.post(url, {**typed, "help_text": "", "code": "autre"})
    question = Call.objects.get().question_sets.get().questions.get(code="probleme")
    assert (question.label, question.is_required) == ("Lequel ?", False)
    client.post(f"{url}retirer/")
    assert client.get(url).status_code == 404


def test_a_published_call_is_frozen(client, member):
    call = CallFactory(programme=member.programme, slug="publie")
    for path in ("modifier/", "questions/probleme/"):
        answer = client.get(f"/appels/publie/{path}")
        assert answer.status_code == 409
        assert "Cet appel est publié" in answer.content.decode()
    assert client.post("/appels/publie/archiver/").status_code == 409
    assert client.post("/appels/publie/annuler/", {"reason": ""}).status_code == 200
    client.post("/appels/publie/annuler/", {"reason": "Le partenaire s’est retiré."})
    call.refresh_from_db()
    assert call.status == Call.Status.CANCELLED


def test_only_managers_of_the_programme_come_in(member):
    call = CallFactory(programme=member.programme, slug="appel")
    examiner = TeamMemberFactory(programme=call.programme, role=TeamMember.Role.EXAMINER).user
    other_manager = TeamMemberFactory().user
    paths = ("gerer/", "modifier/", "publier/", "annuler/", "reglement/rediger/")
    for user in (UserFactory(), examiner, other_manager):
        for path in paths:
            assert client_of(user).get(f"/appels/appel/{path}").status_code == 404
    for path in paths:
        assert Client().get(f"/appels/appel/{path}").status_code == 302
    assert client_of(UserFactory()).get("/appels/nouveau/").status_code == 404


def test_a_call_cannot_be_opened_in_the_programme_of_others(client, member):
    other = TeamMemberFactory().programme
    answer = client.post("/appels/nouveau/", {**FIELDS, "programme": other.pk})
    assert answer.status_code == 200
    assert not Call.objects.exists()
