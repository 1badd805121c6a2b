"""The self-test, the checklist, the grid: prepared, frozen, used; a past call taken up again."""

from decimal import Decimal

import pytest
from django.test import Client

from essaim.calls import actions
from essaim.calls.models import AdmissibilityCriterion, Call, Criterion, EligibilityQuestion
from tests.calls.preparing import URL, call, client, manager, publish, read
from tests.factories import (
    CallFactory,
    TeamMemberFactory,
    UserFactory,
)

__all__ = ["call", "client", "manager"]
pytestmark = pytest.mark.django_db
MODELS = (EligibilityQuestion, AdmissibilityCriterion, Criterion)
NAMES = ("auto-test", "recevabilite", "grille")
TYPED = {
    "auto-test": {"text": "Nouvelle ?", "expected": "no", "explanation": "Parce que."},
    "recevabilite": {"text": "Nouveau", "rule": "article 9"},
    "grille": {"name": "Nouveau", "weight": "12.5", "anchor_0": "Rien", "anchor_4": "Tout"},
}


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
