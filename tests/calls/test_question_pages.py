"""The pages where a team writes its questions, amends them, and what everyone reads of it."""

from datetime import timedelta

import pytest
from django.test import Client

from essaim.calls import actions
from essaim.calls.models import Call, Question
from tests.calls.preparing import URL, call, client, manager, publish, read
from tests.personas import client_of

pytestmark = pytest.mark.django_db
__all__ = ["call", "client", "manager"]


@pytest.fixture
def published(call, manager):
    publish(call, manager)
    return call


def codes(call) -> list[str]:
    questions = call.question_sets.first().questions.all()
    return [question.code for question in questions]


class TestWriting:
    def test_first_the_kind_then_the_words(self, call, client):
        page = read(client, f"{URL}nouvelle-question/")
        assert "Quelle sorte de réponse" in page
        assert "D’autres questions peuvent en dépendre" in page
        assert "Il y a un problème" in read(client, f"{URL}nouvelle-question/?kind=roman")
        for kind in Question.Kind.values:
            page = read(client, f"{URL}nouvelle-question/?kind={kind}")
            assert ('name="choices"' in page) == (kind == "choice")
            assert ('name="max_length"' in page) == (kind in ("short_text", "long_text"))

    @pytest.mark.parametrize("kind", Question.Kind.values)
    def test_every_kind(self, call, client, kind):
        typed = {"label": " Un  élu ? ", "section": "Fin", "is_required": "on", "max_length": "80"}
        typed["choices"] = "oui\r\n\r\n non \r\n"
        answer = client.post(f"{URL}nouvelle-question/?kind={kind}", typed)
        assert answer.url == f"{URL}questions/"
        question = call.question_sets.get().questions.get(code="un-elu")
        assert (question.kind, question.label, question.section) == (kind, "Un élu ?", "Fin")
        assert question.choices == (["oui", "non"] if kind == "choice" else [])
        assert "Un élu ?" in read(client, f"{URL}questions/")

    @pytest.mark.parametrize(
        ("kind", "typed", "sentence"),
        [
            ("choice", {"choices": "oui"}, "au moins deux choix"),
            ("choice", {"choices": "oui\noui"}, "disent la même chose"),
            ("choice", {"choices": ""}, "Remplissez ce champ : Choix"),
            ("choice", {"choices": "\n".join(map(str, range(31)))}, "Trente choix"),
            ("choice", {"choices": "x" * 201 + "\noui"}, "200 caractères"),
            ("long_text", {"max_length": "0"}, "supérieure ou égale à 1"),
            ("long_text", {"max_length": "99999999"}, "inférieure ou égale à 20"),
            ("number", {"label": ""}, "Remplissez ce champ : Question"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_is_lost(self, call, client, kind, typed, sentence):
        known = {"label": "Gardé ?", "section": "Partie gardée", "max_length": "80", **typed}
        answer = client.post(f"{URL}nouvelle-question/?kind={kind}", known)
        assert answer.status_code in (200, 422)
        page = " ".join(answer.content.decode().replace("\u00a0", " ").split())
        assert sentence in page
        assert "Partie gardée" in page
        assert len(codes(call)) == 9

    def test_buttons_move_a_question_and_a_section(self, call, client):
        move = f"{URL}ordre-des-questions/"
        answer = client.post(move, {"down": "contexte"})
        assert answer.url == f"{URL}questions/#question-contexte"
        assert codes(call)[:2] == ["probleme", "contexte"]
        client.post(move, {"up": "contexte"})
        assert codes(call)[:2] == ["contexte", "probleme"]
        last = call.question_sets.get().questions.last().section
        client.post(move, {"section_up": last})
        assert codes(call)[5:7] == ["ailleurs", "equipe"]
        client.post(move, {"section_down": last})
        assert codes(call)[-1] == "ailleurs"
        assert client.post(move, {"up": "inconnue"}).status_code == 404
        assert client.post(move, {}).status_code == 404

    def test_a_condition_is_a_page_of_its_own(self, call, client, manager):
        condition = f"{URL}questions/ailleurs/condition/"
        assert "placez avant elle une question à choix" in read(client, condition)
        made = call.question_sets.get()
        known = {"section": "Votre situation", "choices": ["oui", "non"], "kind": "choice"}
        actions.add_question(made, manager, label="En régie ?", **known)
        assert "En régie ?" in read(client, condition)
        client.post(condition, {"en-regie": ["oui", "non"]})
        page = read(client, f"{URL}questions/")
        assert "Seulement si vous avez répondu « oui » ou « non » à « En régie ? »." in page
        client.post(condition, {"en-regie": ["oui"]})
        question = made.questions.get(code="ailleurs")
        assert (question.asked_if_code, question.asked_if_values) == ("en-regie", ["oui"])
        answer = client.post(f"{URL}questions/en-regie/retirer/")
        assert answer.status_code == 422
        assert "n’est plus dans la liste" in answer.content.decode()
        client.post(condition, {})
        assert not made.questions.exclude(asked_if_code="").exists()

    def test_a_section_typed_again_is_the_same_one(self, call, client):
        typed = {"label": "Autre\u00a0?", "section": "et  ailleurs ?", "max_length": "80"}
        client.post(f"{URL}nouvelle-question/?kind=long_text", typed)
        question = call.question_sets.get().questions.get(code="autre")
        assert (question.label, question.section) == ("Autre\u00a0?", "Et ailleurs\u00a0?")

    def test_answers_of_two_questions_are_not_mixed(self, call, client, manager):
        made = call.question_sets.get()
        for label in ("Un", "Deux"):
            known = {"section": "Votre situation", "choices": ["oui", "non"], "kind": "choice"}
            actions.add_question(made, manager, label=label, **known)
        answer = client.post(f"{URL}questions/ailleurs/condition/", {"un": "oui", "deux": "oui"})
        assert "d’une seule question" in answer.content.decode()
        assert not made.questions.exclude(asked_if_code="").exists()

    def test_the_list_costs_the_same_with_three(self, call, client, manager, same_queries):
        made = call.question_sets.get()
        labels = iter("abcdef")

        def add():
            actions.add_question(made, manager, label=next(labels), section="Fin")

        same_queries(lambda: client.get(f"{URL}questions/"), add)


class TestAmending:
    def test_from_the_reason_to_the_public_page(self, published, client):
        assert read(client, f"{URL}questions/", 409)
        page = read(client, f"{URL}changement/")
        assert "gardent la version à laquelle elles répondent" in page
        assert client.post(f"{URL}changement/preparer/").url == f"{URL}questions/"
        assert "en préparation" in read(client, f"{URL}questions/")
        client.post(
            f"{URL}nouvelle-question/?kind=long_text",
            {"label": "Quel budget ?", "section": "Fin", "max_length": "80"},
        )
        public = read(Client(), URL)
        assert "Quel budget ?" not in public
        assert "Quel budget ?" not in read(Client(), f"{URL}questionnaire/")
        assert "Ajoutée : « Quel budget ? »" in read(client, f"{URL}changement/")
        assert client.post(f"{URL}changement/", {"reason": ""}).status_code == 200
        client.post(f"{URL}changement/", {"reason": "Le partenaire le demande."})
        public = read(Client(), URL)
        assert "Quel budget ?" in public
        assert "Les questions ont changé le" in public
        assert "Le partenaire le demande." in public
        assert "gardent leurs questions" in public
        assert read(client, f"{URL}questions/", 409)

    def test_it_may_be_dropped(self, published, client):
        client.post(f"{URL}changement/preparer/")
        client.post(f"{URL}changement/abandonner/")
        assert published.question_sets.count() == 1
        assert client.post(f"{URL}changement/abandonner/").status_code == 409

    def test_a_closed_call_says_so(self, published, manager, time_machine):
        time_machine.move_to(published.closes_at + timedelta(days=1))
        client = client_of(manager)
        assert "ne reçoit plus de nouvelle candidature" in read(client, f"{URL}changement/")
        assert client.post(f"{URL}changement/preparer/").status_code == 409


class TestPreview:
    def test_a_draft_is_walked_as_an_applicant(self, call, client, manager):
        made = call.question_sets.get()
        for kind in Question.Kind.values:
            choices = ["Noir", "Blanc"] if kind == "choice" else []
            actions.add_question(
                made, manager, kind=kind, label=f"Sorte {kind}", section="Fin", choices=choices
            )
        condition = {"asked_if_code": "sorte-choice", "asked_if_values": ["Noir"]}
        actions.edit_question(made.questions.get(code="sorte-people"), manager, **condition)
        assert "17 questions" in read(client, f"{URL}apercu/")
        page = read(client, f"{URL}apercu/liste/")
        assert "Sorte people" in page
        assert "Posée selon une réponse" in page
        assert "Titre du projet" in read(client, f"{URL}apercu/projet/")
        for code in codes(call):
            page = read(client, f"{URL}apercu/questions/{code}/")
            assert "rien n’est enregistré" in page
            assert "<form" not in page.partition("<main")[2].partition("</main>")[0]
        page = read(client, f"{URL}apercu/questions/sorte-choice/")
        assert 'type="radio"' in page
        page = read(client, f"{URL}apercu/questions/sorte-people/")
        assert "Seulement si vous avez répondu « Noir »" in page
        assert client.post(f"{URL}apercu/").status_code == 405
        assert client.get(f"{URL}apercu/questions/inconnue/").status_code == 404

    def test_an_amendment_is_previewed_before_it_is_out(self, published, client, manager):
        prepared = actions.prepare_amendment(published, manager)
        actions.add_question(prepared, manager, label="Quel budget ?", section="Fin")
        assert "Quel budget ?" in read(client, f"{URL}apercu/liste/")


def test_a_call_is_taken_up_again(published, client):
    answer = client.post(f"{URL}reprendre/", {"title": "Appel suivant"})
    assert answer.url == "/appels/appel-suivant/gerer/"
    clone = Call.objects.get(slug="appel-suivant")
    assert clone.cloned_from == published
    assert "Fixez l’ouverture" in read(client, answer.url)
    assert "Remplissez ce champ" in client.post(f"{URL}reprendre/", {"title": ""}).content.decode()
