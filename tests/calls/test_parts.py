"""The self-test, the checklist, the grid: prepared, frozen, used; a past call taken up again."""

import io
from datetime import timedelta
from decimal import Decimal

import pikepdf
import pytest
from django.test import Client
from django.utils import timezone

from essaim.calls import actions
from essaim.calls.eligibility import Conclusion, verdict
from essaim.calls.models import AdmissibilityCriterion, Call, Criterion, EligibilityQuestion
from tests.base.test_pdf import needs_pango
from tests.factories import (
    CallFactory,
    TeamMemberFactory,
    UserFactory,
)
from tests.personas import client_of

pytestmark = pytest.mark.django_db
URL = "/appels/appel/"
MODELS = (EligibilityQuestion, AdmissibilityCriterion, Criterion)
NAMES = ("auto-test", "recevabilite", "grille")
TYPED = {
    "auto-test": {"text": "Nouvelle ?", "expected": "no", "explanation": "Parce que."},
    "recevabilite": {"text": "Nouveau", "rule": "article 9"},
    "grille": {"name": "Nouveau", "weight": "12.5", "anchor_0": "Rien", "anchor_4": "Tout"},
}


@pytest.fixture
def manager():
    return TeamMemberFactory().user


@pytest.fixture
def client(manager):
    return client_of(manager)


@pytest.fixture
def call(manager):
    programme = manager.team_roles.get().programme
    return actions.create_call(programme, manager, title="Appel", slug="appel")


def publish(call, manager) -> None:
    now = timezone.now()
    dates = {"opens_at": now - timedelta(days=1), "closes_at": now + timedelta(days=9)}
    actions.edit_call(call, manager, summary="a", eligibility="b", offer="c", **dates)
    actions.publish_rules(call, "Article 1 – Objet", manager)
    actions.publish(call, manager)


def read(client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return " ".join(answer.content.decode().replace("\u00a0", " ").split())


class TestLists:
    def test_a_new_call_has_them(self, call):
        assert [actions.parts_of(call, model).count() for model in MODELS] == [3, 5, 5]

    @pytest.mark.parametrize("name", NAMES)
    def test_added_reworded_moved_removed_by_the_pages(self, call, client, name):
        model = MODELS[NAMES.index(name)]
        url = f"{URL}preparer/{name}/"
        assert client.get(f"{url}ajouter/").status_code == 200
        assert "Remplissez ce champ" in client.post(f"{url}ajouter/", {"x": ""}).content.decode()
        assert client.post(f"{url}ajouter/", TYPED[name]).url == url
        added = actions.parts_of(call, model).last()
        assert str(added).startswith("Nouve")
        page = read(client, url)
        assert str(added) in page
        client.post(f"{url}ordre/", {"up": added.pk})
        client.post(f"{url}ordre/", {"up": added.pk})
        rows = list(actions.parts_of(call, model))
        assert rows.index(added) == len(rows) - 3
        client.post(f"{url}ordre/", {"down": added.pk})
        assert list(actions.parts_of(call, model)).index(added) == len(rows) - 2
        assert client.post(f"{url}ordre/", {"up": "x"}).status_code == 404
        assert client.get(f"{url}{added.pk}/").status_code == 200
        key = "name" if name == "grille" else "text"
        client.post(f"{url}{added.pk}/", {**TYPED[name], key: "Autrement"})
        added.refresh_from_db()
        assert str(added) == "Autrement"
        client.post(f"{url}{added.pk}/retirer/")
        positions = actions.parts_of(call, model).values_list("position", flat=True)
        assert [*positions] == [*range(1, len(rows))]

    def test_a_criterion_says_what_its_marks_mean(self, call, client):
        client.post(f"{URL}preparer/grille/ajouter/", TYPED["grille"])
        criterion = call.grid.criteria.last()
        assert (criterion.code, criterion.weight) == ("nouveau", Decimal("12.5"))
        assert [(a.mark, a.text) for a in criterion.anchors.all()] == [(0, "Rien"), (4, "Tout")]
        assert 'value="Tout"' in read(client, f"{URL}preparer/grille/{criterion.pk}/")

    def test_weights_make_a_hundred(self, call, client, manager):
        assert "Les poids font 100 % en tout." in read(client, f"{URL}preparer/grille/")
        actions.remove_part(call.grid.criteria.first(), manager)
        assert "Les poids font 75 % en tout : ils doivent" in read(client, f"{URL}preparer/grille/")
        assert any("100" in sentence for sentence in actions.what_is_missing(call))

    @pytest.mark.parametrize("name", NAMES)
    def test_frozen_once_published(self, call, client, manager, name):
        publish(call, manager)
        url = f"{URL}preparer/{name}/"
        part = actions.parts_of(call, MODELS[NAMES.index(name)]).first()
        page = read(client, url)
        assert "cette liste ne change plus" in page
        assert "ajouter/" not in page
        assert client.post(f"{url}ajouter/", TYPED[name]).status_code == 409
        assert client.post(f"{url}{part.pk}/", TYPED[name]).status_code == 409
        assert client.post(f"{url}{part.pk}/retirer/").status_code == 409
        assert client.post(f"{url}ordre/", {"down": part.pk}).status_code == 409

    def test_the_rules_hold_without_the_pages(self, call, manager):
        part = call.eligibility_questions.first()
        with pytest.raises(actions.NotManager):
            actions.remove_part(part, UserFactory())
        publish(call, manager)
        part.call.refresh_from_db()
        for act in (
            lambda: actions.add_part(call, EligibilityQuestion, manager, text="x"),
            lambda: actions.edit_part(part, manager, text="x"),
            lambda: actions.remove_part(part, manager),
            lambda: actions.move_part(part, manager, actions.DOWN),
            lambda: actions.add_criterion(call, manager, "x", 1, []),
            lambda: actions.edit_criterion(call.grid.criteria.first(), manager, "x", 1, []),
            lambda: actions.set_default_eligibility(call),
            lambda: actions.set_default_admissibility(call),
        ):
            with pytest.raises(actions.CallFrozen):
                act()

    def test_a_part_of_another_call_is_not_found(self, call, client):
        other = actions.create_call(
            call.programme, TeamMemberFactory(programme=call.programme).user, title="B"
        )
        part = other.eligibility_questions.first()
        assert client.get(f"{URL}preparer/auto-test/{part.pk}/").status_code == 404
        assert client.get(f"{URL}preparer/autre/").status_code == 404


class TestSelfTest:
    EXPECTED = {"q1": "yes", "q2": "yes", "q3": "yes"}

    @pytest.fixture
    def open_call(self, call, manager):
        publish(call, manager)
        return call

    @pytest.mark.parametrize(
        ("values", "conclusion", "count"),
        [
            (("yes", "yes", "yes"), Conclusion.YES, 0),
            (("no", "yes", "yes"), Conclusion.NO, 1),
            (("no", "no", "no"), Conclusion.NO, 2),
            (("yes", "yes", "no"), Conclusion.ASK, 1),
            (("unsure", "yes", "yes"), Conclusion.ASK, 1),
            (("unsure", "unsure", "no"), Conclusion.ASK, 3),
        ],
    )
    def test_it_concludes(self, call, values, conclusion, count):
        found = verdict(zip(call.eligibility_questions.all(), values, strict=True))
        assert (found.conclusion, len(found.reasons)) == (conclusion, count)

    def test_a_question_may_expect_no(self):
        question = EligibilityQuestion(text="?", expected="no")
        assert verdict([(question, "no")]).conclusion == Conclusion.YES
        assert verdict([(question, "yes")]).conclusion == Conclusion.NO

    @pytest.mark.parametrize(
        ("changed", "sentence"),
        [
            ({}, "Oui, vous pouvez candidater"),
            ({"q1": "no"}, "Non, cet appel ne pourra pas"),
            ({"q3": "unsure"}, "Parlez-en d’abord à l’équipe"),
        ],
    )
    def test_its_address_can_be_shared(self, open_call, changed, sentence):
        client = Client()
        answer = client.get(f"{URL}puis-je-candidater/", {**self.EXPECTED, **changed})
        assert sentence in answer.content.decode()
        assert not client.cookies

    def test_without_an_answer_it_asks(self, open_call):
        page = read(Client(), f"{URL}puis-je-candidater/")
        assert "Une minute, avant de commencer" in page
        page = read(Client(), f"{URL}puis-je-candidater/?q1=yes&q2=peut-etre")
        assert "Il y a un problème" in page
        assert "vous pouvez candidater" not in page

    def test_the_pages_lead_to_it(self, open_call):
        for client, path in ((Client(), URL), (client_of(UserFactory()), f"{URL}candidater/")):
            assert f'href="{URL}puis-je-candidater/"' in read(client, path)

    def test_without_questions_there_is_no_test(self, open_call):
        open_call.eligibility_questions.all().delete()
        assert Client().get(f"{URL}puis-je-candidater/").status_code == 404
        assert "puis-je-candidater" not in read(Client(), URL)


class TestOnPaper:
    @pytest.fixture
    def asked(self, call, manager):
        made = call.question_sets.get()
        known = {"section": "Régie", "choices": ["oui", "non"], "kind": "choice"}
        actions.add_question(made, manager, label="En régie ?", **known)
        condition = {"asked_if_code": "en-regie", "asked_if_values": ["non"]}
        for kind in ("short_text", "number", "date", "file", "organisation", "people"):
            actions.add_question(
                made, manager, kind=kind, label=kind, section="Régie", max_length=100, **condition
            )
        publish(call, manager)
        return call

    def test_the_page_says_all(self, asked):
        page = read(Client(), f"{URL}questionnaire/")
        for text in (
            *("À préparer hors ligne, à faire circuler", "1. Où se passe votre projet ?"),
            *("1500 caractères au plus, environ 20 lignes", "10. En régie ?", "(facultatif)"),
            "Seulement si vous avez répondu « non » à « En régie ? ».",
        ):
            assert text in page, text

    @needs_pango
    def test_the_pdf_is_tagged_and_drawn_once(self, asked, monkeypatch):
        first = Client().get(f"{URL}questionnaire/pdf/")
        assert first.status_code == 200
        with pikepdf.open(io.BytesIO(first.content)) as document:
            assert document.Root.MarkInfo.Marked
            assert document.Root.Lang == "fr"
        assert "questions-appel.pdf" in first.headers["Content-Disposition"]
        monkeypatch.setattr(
            "essaim.calls.views.before.render_pdf", lambda *args: pytest.fail("drawn again")
        )
        assert Client().get(f"{URL}questionnaire/pdf/").content == first.content

    def test_a_draft_is_for_its_team(self, call, client):
        for path in ("questionnaire/", "puis-je-candidater/"):
            assert Client().get(f"{URL}{path}").status_code == 404
            assert client.get(f"{URL}{path}").status_code == 200

    def test_a_call_known_from_the_press_has_none(self):
        past = CallFactory(status=Call.Status.ARCHIVED)
        assert Client().get(f"{past.get_absolute_url()}questionnaire/").status_code == 404


class TestTakingUpAgain:
    def test_all_but_the_dates(self, call, manager):
        made = call.question_sets.get()
        actions.add_question(made, manager, label="Quel budget ?", section="Fin")
        actions.add_part(call, AdmissibilityCriterion, manager, text="Signée", rule="9")
        actions.remove_part(call.eligibility_questions.first(), manager)
        actions.edit_criterion(call.grid.criteria.first(), manager, "Autre", 25, ["Rien"])
        actions.edit_call(
            call, manager, laureates_max=7, results_expected="2027", completion_days=9
        )
        publish(call, manager)
        clone = actions.clone_call(call, manager, "Appel suivant")
        assert (clone.status, clone.cloned_from, clone.slug) == ("draft", call, "appel-suivant")
        assert (clone.summary, clone.laureates_max, clone.completion_days) == ("a", 7, 9)
        assert not any(
            [clone.opens_at, clone.closes_at, clone.results_expected, clone.support_expected]
        )
        (asked,) = clone.question_sets.all()
        assert (asked.version, asked.published_at) == (1, None)
        ours = ("code", "label", "position", "choices", "max_length")
        assert [*asked.questions.values(*ours)] == [*made.questions.values(*ours)]
        for model in MODELS:
            before, after = (actions.parts_of(c, model) for c in (call, clone))
            assert [str(row) for row in after] == [str(row) for row in before]
        assert [a.text for a in clone.grid.criteria.first().anchors.all()] == ["Rien"]
        assert clone.rules.get().text == call.rules.first().text
        assert made.questions.count() == 10  # the source keeps its own

    def test_what_it_never_had_comes_as_in_a_new_call(self, manager):
        past = CallFactory(
            status=Call.Status.ARCHIVED, programme=manager.team_roles.get().programme
        )
        clone = actions.clone_call(past, manager, "Suivant")
        assert clone.question_sets.get().questions.count() == 9
        assert [actions.parts_of(clone, model).count() for model in MODELS] == [3, 5, 5]
        assert not clone.rules.exists()

    def test_the_version_that_is_out_is_taken_up(self, call, manager):
        publish(call, manager)
        prepared = actions.prepare_amendment(call, manager)
        actions.add_question(prepared, manager, label="Quel budget ?", section="Fin")
        assert actions.clone_call(call, manager, "S").questions_asked.questions.count() == 9
        actions.publish_amendment(call, manager, "raison")
        assert actions.clone_call(call, manager, "T").questions_asked.questions.count() == 10

    def test_only_managers(self, call):
        with pytest.raises(actions.NotManager):
            actions.clone_call(call, UserFactory(), "Suivant")


def test_the_public_page_stays_short(call, manager):
    """A reader meets 300 elements at most, with the usual questions and grid and three règlements."""
    publish(call, manager)
    for text in ("deux", "trois"):
        actions.publish_rules(call, text, manager)
    page = read(Client(), URL)
    assert page.count("(remplacé)") == 2
    assert sum(page.count(f"<{letter}") for letter in "abcdefghijklmnopqrstuvwxyz") <= 300
