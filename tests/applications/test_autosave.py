"""What is typed is kept while it is typed, or the page is told the truth."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from essaim.applications import actions
from essaim.applications.exceptions import BadAnswer
from essaim.applications.models import Application, Member
from essaim.calls.models import Question
from tests.factories import OrganisationFactory, QuestionFactory, ThemeFactory, UserFactory
from tests.personas import client_of

ORIGIN = {"Origin": "http://testserver"}
JSON = {"Accept": "application/json"}


def url(draft, code="contexte"):
    return reverse("applications:field_save", args=[draft.public_id, *([code] if code else [])])


@pytest.fixture
def save(draft, amel):
    """``save(value, version)``: what the page of the question « contexte » sends."""
    client = client_of(amel)

    def send(value, version, code="contexte", **more):
        return client.post(url(draft, code), {"value": value, "version": version, **more})

    return send


def test_kept_with_its_new_version_and_the_time(draft, save):
    first = save("Un début", 0)
    assert first.status_code == 200
    assert first.json()["version"] == 1
    assert first.json()["message"].startswith("Enregistré à ")
    assert save("Un début, une suite", 1).json()["version"] == 2
    assert draft.answers.get().value == "Un début, une suite"


def test_a_retry_is_harmless(draft, save):
    for _try in range(3):
        assert save("Le texte", 0).json()["version"] == 1
    assert save("", 1).json()["version"] == 2
    assert draft.answers.get().value == ""


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    text=st.text(
        st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), max_size=200
    )
)
def test_a_text_comes_back_character_for_character(draft, save, text):
    stored = draft.answers.first()
    answer = save(text.replace("\n", "\r\n"), stored.version if stored else 0)
    assert answer.status_code == 200
    assert draft.answers.get().value == text


def test_two_writers_both_texts_come_back(draft, marie, save):
    client_of(marie).post(url(draft), {"value": "Le texte\nde Marie", "version": 0})
    late = save("Le texte d’Amel", 0)
    assert late.status_code == 409
    told = late.json()
    assert told["theirs"]["value"] == told["theirs"]["shown"] == "Le texte\nde Marie"
    assert told["theirs"]["title"].startswith("Marie Dupont a modifié cette réponse à ")
    assert draft.answers.get().value == "Le texte\nde Marie"
    assert save("Les deux", told["version"]).status_code == 200
    assert draft.answers.get().value == "Les deux"


def test_the_title_and_the_themes_too(draft, marie, amel):
    theme = ThemeFactory(name="Accueil")
    first = client_of(marie).post(
        url(draft, ""), {"title": "Celui de Marie", "themes": [theme.pk], "version": 0}
    )
    assert (first.status_code, first.json()["version"]) == (200, 1)
    late = client_of(amel).post(url(draft, ""), {"title": "Celui d’Amel", "version": 0})
    assert late.status_code == 409
    assert "Celui de Marie" in late.json()["theirs"]["shown"]
    assert "Accueil" in late.json()["theirs"]["shown"]
    again = client_of(amel).post(url(draft, ""), {"title": "Celui d’Amel", "version": 1})
    assert again.json()["version"] == 2
    draft.refresh_from_db()
    assert draft.title == "Celui d’Amel"
    same = client_of(amel).post(url(draft, ""), {"title": " Celui  d’Amel", "version": 0})
    assert same.json()["version"] == 2


def test_too_long_and_not_accepted(draft, save):
    over = save("x" * 501, 0)
    assert over.status_code == 422
    assert "1 caractère de trop" in over.json()["message"]
    assert save("x" * 200_001, 0).status_code == 413
    assert save("a\x00b", 0).status_code == 422
    assert save("x", "").status_code == 422
    assert not draft.answers.exists()


def test_what_is_no_draft_any_more_is_locked(draft, save, time_machine):
    Application.objects.filter(pk=draft.pk).update(
        status=Application.Status.SUBMITTED, submitted_at=timezone.now()
    )
    locked = save("Trop tard", 0)
    assert locked.status_code == 423
    assert "n’est plus un brouillon" in locked.json()["message"]
    Application.objects.filter(pk=draft.pk).update(status=Application.Status.DRAFT)
    time_machine.move_to(draft.call.grace_ends_at + timedelta(seconds=1), tick=False)
    late = client_of(draft.owner).post(url(draft), {"value": "Trop tard", "version": 0})
    assert late.status_code == 423


def test_a_reader_and_a_stranger(draft, marie):
    Member.objects.update(right=Member.Right.READ)
    assert client_of(marie).post(url(draft), {"value": "x", "version": 0}).status_code == 403
    stranger = client_of(UserFactory())
    assert stranger.post(url(draft), {"value": "x", "version": 0}).status_code == 404
    assert client_of(draft.owner).post(url(draft, "inconnue"), {}).status_code == 404


def test_nobody_signed_in_is_told_so(draft):
    assert Client().post(url(draft), {"value": "x"}).status_code == 401


def test_an_unknown_session_is_401_and_the_next_one_gets_its_token(draft, amel):
    client = Client(enforce_csrf_checks=True, headers={**ORIGIN, **JSON})
    client.force_login(amel)
    page = client.get(
        reverse("applications:answer_edit", args=[draft.public_id, "contexte"]),
        headers={"Accept": "text/html"},
    )
    sent = {"value": "Ma phrase", "version": 0, "csrfmiddlewaretoken": page.context["csrf_token"]}
    Session.objects.all().delete()
    assert client.post(url(draft), sent).status_code == 401
    client.force_login(amel)
    refused = client.post(url(draft), sent)
    assert refused.status_code == 403
    sent["csrfmiddlewaretoken"] = refused.json()["token"]
    assert client.post(url(draft), sent).status_code == 200
    assert draft.answers.get().value == "Ma phrase"


def test_a_foreign_page_is_given_no_token_and_no_text(draft, amel):
    client = Client(enforce_csrf_checks=True)
    client.force_login(amel)
    for headers in ({}, {"Origin": "https://mauvais.fr"}, {"Origin": "null"}):
        page = client.post(url(draft), {"value": "MALICE"}, headers={**JSON, **headers})
        assert page.status_code == 403
        assert "token" not in page.text
        edit = reverse("applications:answer_edit", args=[draft.public_id, "contexte"])
        page = client.post(edit, {"value": "MALICE " * 20}, headers=headers)
        assert page.status_code == 403
        assert "MALICE" not in page.text


def test_the_session_of_someone_else_is_asked_before_signing(draft, amel, marie):
    client, sent = client_of(marie), {"value": "Tapé par Amel", "version": 0, "writer": amel.pk}
    refused = client.post(url(draft), sent)
    assert refused.status_code == 403
    assert "Marie Dupont" in refused.json()["message"]
    assert not draft.answers.exists()
    edit = reverse("applications:answer_edit", args=[draft.public_id, "contexte"])
    page = client.post(edit, sent)
    assert page.status_code == 409
    assert "Tapé par Amel" in page.text
    assert client.post(url(draft), {**sent, "writer": refused.json()["writer"]}).status_code == 200
    assert draft.answers.get().changed_by == marie


def test_without_javascript_the_text_waits_for_the_session(draft, amel):
    """Session lost, page sent: the text is on the answer, and goes with one click once back in."""
    client = Client(enforce_csrf_checks=True, headers=ORIGIN)
    client.force_login(amel)
    edit = reverse("applications:answer_edit", args=[draft.public_id, "contexte"])
    token = client.get(edit).context["csrf_token"]
    text = "Une « longue » phrase\r\net <une> autre."
    sent = {"value": text, "version": "0", "writer": str(amel.pk), "list": "1"}
    Session.objects.all().delete()
    held = client.post(edit, {**sent, "csrfmiddlewaretoken": token})
    assert held.status_code == 403
    assert held.context["typed"] == {name: [value] for name, value in sent.items()}
    assert "csrfmiddlewaretoken" not in held.text
    assert "Une « longue » phrase" in held.text
    # Sent again before signing in: still there. Then signed in, in another tab.
    assert client.post(edit, sent).context["typed"] == held.context["typed"]
    client.force_login(amel)
    back = client.post(edit, sent)
    assert "Amel Porteuse" in back.text
    assert not draft.answers.exists()
    token = back.context["csrf_token"]
    assert client.post(edit, {**sent, "csrfmiddlewaretoken": token}).status_code == 302
    assert draft.answers.get().value == text.replace("\r\n", "\n")


def test_public_forms_answer_as_before(db):
    client = Client(enforce_csrf_checks=True, headers=ORIGIN)
    page = client.post("/compte/login/", {"email": "a@mairie.fr"})
    assert page.status_code == 403
    assert "restée ouverte trop longtemps" in page.text


KINDS = Question.Kind


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        (KINDS.DATE, "2027-03-01", "2027-03-01"),
        (KINDS.DATE, "1/3/2027", "2027-03-01"),
        (KINDS.DATE, "", ""),
        (KINDS.DATE, "31/02/2027", None),
        (KINDS.DATE, "demain", None),
        (KINDS.DATE, "1815-06-18", None),
        (KINDS.DATE, "20270301", None),
        (KINDS.ORGANISATION, "35237", "35237"),
        (KINDS.ORGANISATION, "renac (35)", "35237"),
        (KINDS.ORGANISATION, "", ""),
        (KINDS.ORGANISATION, "Atlantide", None),
        (KINDS.PEOPLE, "DGS, 1 h\n\nagent, 3 h\n", "DGS, 1 h\n\nagent, 3 h\n"),
        (KINDS.PEOPLE, "agent\n" * 51, None),
    ],
)
def test_each_kind_keeps_what_it_accepts(draft, save, kind, typed, kept):
    OrganisationFactory(name="Renac", insee_code="35237")
    asked = QuestionFactory(question_set=draft.question_set, code="x", position=9, kind=kind)
    assert save(typed, 0, "x").status_code == (422 if kept is None else 200)
    values = list(draft.answers.filter(question=asked).values_list("value", flat=True))
    assert values == ([] if kept is None else [kept])


def test_a_file_is_no_text(draft, amel, save):
    kind = KINDS.FILE
    asked = QuestionFactory(question_set=draft.question_set, code="x", position=9, kind=kind)
    assert save("un texte", 0, "x").status_code == 404
    with pytest.raises(BadAnswer):
        actions.answer(draft, asked, "un texte", 0, by=amel)


def test_saving_costs_few_queries(draft, save, django_assert_max_num_queries):
    save("Un", 0)
    with django_assert_max_num_queries(14):
        save("Deux", 1)
