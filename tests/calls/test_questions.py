"""The questions of a call: added, reworded, moved, removed, always sound; then amended."""

from datetime import timedelta

import pytest
from django.utils import timezone

from essaim.accounts.models import LogEntry
from essaim.applications.actions import start
from essaim.calls import actions, versions
from essaim.calls.models import Call, Question
from tests.factories import (
    CallFactory,
    OrganisationFactory,
    QuestionFactory,
    QuestionSetFactory,
    TeamMemberFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
CHOICE = {"kind": Question.Kind.CHOICE, "choices": ["oui", "non"]}


@pytest.fixture
def manager():
    return TeamMemberFactory().user


@pytest.fixture
def programme(manager):
    return manager.team_roles.get().programme


@pytest.fixture
def made(programme):
    """Two sections: a, b then c, d; d is asked if c was answered « oui »."""
    call = CallFactory(status=Call.Status.DRAFT, programme=programme)
    made = QuestionSetFactory(call=call, published_at=None)
    for position, code in enumerate("abcd", start=1):
        section = "Un" if code in "ab" else "Deux"
        known = {"position": position, "section": section, "label": f"{code} ?"}
        if code == "c":
            known |= CHOICE
        if code == "d":
            known |= {"asked_if_code": "c", "asked_if_values": ["oui"]}
        QuestionFactory(question_set=made, code=code, **known)
    return made


def order(made) -> str:
    """« Un: a b · Deux: c d », checked to be numbered from 1 without hole."""
    questions = list(made.questions.all())
    assert [question.position for question in questions] == [*range(1, len(questions) + 1)]
    sections: dict[str, list[str]] = {}
    for question in questions:
        sections.setdefault(question.section, []).append(question.code)
    assert [question.code for question in questions] == [c for s in sections.values() for c in s]
    return " · ".join(f"{name}: {' '.join(codes)}" for name, codes in sections.items())


def get(made, code: str) -> Question:
    return made.questions.get(code=code)


class TestWriting:
    @pytest.mark.parametrize("kind", Question.Kind.values)
    def test_every_kind_can_be_added(self, made, manager, kind):
        choices = ["oui", "non"] if kind == Question.Kind.CHOICE else []
        question = actions.add_question(
            made,
            manager,
            kind=kind,
            label="Avez-vous un élu référent ?",
            section="Un",
            choices=choices,
        )
        question.refresh_from_db()
        assert (question.code, question.kind) == ("avez-vous-un-elu-referent", kind)
        assert order(made) == "Un: a b avez-vous-un-elu-referent · Deux: c d"

    def test_a_code_is_unique_and_never_changes(self, made, manager):
        first = actions.add_question(made, manager, label="Budget ?", section="Trois")
        second = actions.add_question(made, manager, label="Budget", section="Trois")
        odd = actions.add_question(made, manager, label="… ?", section="Trois")
        assert (first.code, second.code, odd.code) == ("budget", "budget-2", "question")
        actions.edit_question(first, manager, label="Combien ?")
        assert get(made, "budget").label == "Combien ?"

    def test_a_new_section_comes_last(self, made, manager):
        actions.add_question(made, manager, label="Fin", section="Trois")
        assert order(made) == "Un: a b · Deux: c d · Trois: fin"

    def test_in_another_section_it_goes_to_its_end(self, made, manager):
        actions.edit_question(get(made, "a"), manager, section="Deux")
        assert order(made) == "Un: b · Deux: c d a"

    def test_a_section_renamed_question_by_question_stays_in_its_place(self, made, manager):
        for code in "ab":
            actions.edit_question(get(made, code), manager, section="Début")
        assert order(made) == "Début: a b · Deux: c d"

    def test_a_removed_question_leaves_no_hole(self, made, manager):
        actions.remove_question(get(made, "b"), manager)
        actions.move_question(get(made, "d"), manager, actions.DOWN)
        assert order(made) == "Un: a · Deux: c d"


class TestMoving:
    @pytest.mark.parametrize(
        ("code", "step", "expected"),
        [
            ("b", actions.UP, "Un: b a · Deux: c d"),
            ("a", actions.DOWN, "Un: b a · Deux: c d"),
            ("a", actions.UP, "Un: a b · Deux: c d"),
            ("d", actions.DOWN, "Un: a b · Deux: c d"),
            ("b", actions.DOWN, "Un: a · Deux: b c d"),
            ("c", actions.UP, "Un: a b c · Deux: d"),
        ],
    )
    def test_one_place(self, made, manager, code, step, expected):
        actions.move_question(get(made, code), manager, step)
        assert order(made) == expected

    def test_alone_in_its_section_it_takes_it_along(self, made, manager):
        actions.add_question(made, manager, label="Fin", section="Trois")
        actions.move_question(get(made, "fin"), manager, actions.UP)
        assert order(made) == "Un: a b · Trois: fin · Deux: c d"
        actions.move_question(get(made, "fin"), manager, actions.UP)
        actions.move_question(get(made, "fin"), manager, actions.UP)
        assert order(made) == "Trois: fin · Un: a b · Deux: c d"

    def test_a_whole_section(self, made, manager):
        actions.move_section(made, "Deux", manager, actions.UP)
        assert order(made) == "Deux: c d · Un: a b"
        actions.move_section(made, "Un", manager, actions.DOWN)
        assert order(made) == "Deux: c d · Un: a b"
        actions.move_section(made, "Absente", manager, actions.DOWN)
        assert order(made) == "Deux: c d · Un: a b"


class TestSoundness:
    @pytest.mark.parametrize(
        ("act", "sentence"),
        [
            (
                lambda made, by: actions.remove_question(get(made, "c"), by),
                "n’est plus dans la liste",
            ),
            (lambda made, by: actions.move_question(get(made, "d"), by, -1), "vient après elle"),
            (
                lambda made, by: actions.edit_question(get(made, "c"), by, choices=["si", "non"]),
                "ses choix actuels",
            ),
            (lambda made, by: actions.edit_question(get(made, "c"), by, choices=[]), "deux choix"),
            (
                lambda made, by: actions.edit_question(get(made, "c"), by, section="Fin"),
                "vient après",
            ),
            (
                lambda made, by: actions.add_question(
                    made, by, label="x", section="y", kind="choice"
                ),
                "deux choix",
            ),
            (
                lambda made, by: actions.edit_question(
                    get(made, "d"), by, asked_if_code="a", asked_if_values=["oui"]
                ),
                "pas une question à choix",
            ),
        ],
    )
    def test_what_would_break_the_set_is_refused(self, made, manager, act, sentence):
        before = list(made.questions.values())
        with pytest.raises(actions.QuestionsBroken, match=sentence):
            act(made, manager)
        assert list(made.questions.values()) == before

    def test_a_broken_set_is_not_published(self, made, manager):
        Question.objects.filter(code="c").update(choices=[])
        assert any("deux choix" in sentence for sentence in actions.what_is_missing(made.call))

    def test_only_managers(self, made):
        for act in (
            lambda: actions.add_question(made, UserFactory(), label="x", section="y"),
            lambda: actions.edit_question(get(made, "a"), UserFactory(), label="x"),
            lambda: actions.remove_question(get(made, "a"), UserFactory()),
            lambda: actions.move_question(get(made, "a"), UserFactory(), actions.DOWN),
            lambda: actions.move_section(made, "Un", UserFactory(), actions.DOWN),
        ):
            with pytest.raises(actions.NotManager):
                act()


class TestAmending:
    @pytest.fixture
    def call(self, made, manager):
        call, now = made.call, timezone.now()
        known = {"opens_at": now - timedelta(days=1), "closes_at": now + timedelta(days=9)}
        Call.objects.filter(pk=call.pk).update(status=Call.Status.PUBLISHED, **known)
        made.published_at = now
        made.save()
        call.refresh_from_db()
        return call

    def test_a_published_version_is_frozen(self, call, made, manager):
        question = Question.objects.get(code="a")
        for act in (
            lambda: actions.add_question(question.question_set, manager, label="x", section="y"),
            lambda: actions.edit_question(question, manager, label="x"),
            lambda: actions.remove_question(question, manager),
            lambda: actions.move_question(question, manager, actions.DOWN),
        ):
            with pytest.raises(actions.CallFrozen):
                act()

    def test_what_is_begun_keeps_its_version(self, call, manager):
        before = start(call, OrganisationFactory(), UserFactory())
        prepared = actions.prepare_amendment(call, manager)
        assert actions.prepare_amendment(call, manager) == prepared
        assert (prepared.version, prepared.published_at) == (2, None)
        actions.edit_question(get(prepared, "a"), manager, label="Autre ?")
        actions.add_question(prepared, manager, label="Budget", section="Un")
        during = start(call, OrganisationFactory(), UserFactory())
        actions.publish_amendment(call, manager, " Une question manquait. ")
        after = start(call, OrganisationFactory(), UserFactory())
        assert [a.question_set.version for a in (before, during, after)] == [1, 1, 2]
        assert before.question_set.questions.get(code="a").label == "a ?"
        prepared.refresh_from_db()
        assert prepared.reason == "Une question manquait."
        with pytest.raises(actions.CallFrozen):
            actions.edit_question(get(prepared, "a"), manager, label="Encore ?")
        entry = LogEntry.objects.get(verb="publish_amendment")
        assert "Une question manquait." in entry.note

    def test_what_changed_is_told(self, call, manager):
        prepared = actions.prepare_amendment(call, manager)
        old = call.questions_asked
        assert versions.changes(old, prepared) == []
        actions.edit_question(get(prepared, "a"), manager, max_length=10)
        actions.add_question(prepared, manager, label="Budget", section="Un")
        actions.remove_question(get(prepared, "d"), manager)
        actions.move_section(prepared, "Deux", manager, actions.UP)
        told = [sentence.replace("\u00a0", " ") for sentence in versions.changes(old, prepared)]
        assert told == [
            "Ajoutée : « Budget »",
            "Retirée : « d ? »",
            "Modifiée : « a ? »",
            "L’ordre a changé.",
        ]

    def test_no_reason_no_change_no_question_no_publication(self, call, manager):
        prepared = actions.prepare_amendment(call, manager)
        with pytest.raises(actions.NothingAmended):
            actions.publish_amendment(call, manager, "raison")
        for code in "dcba":
            actions.remove_question(get(prepared, code), manager)
        with pytest.raises(actions.QuestionsBroken, match="au moins une question"):
            actions.publish_amendment(call, manager, "raison")
        with pytest.raises(actions.ReasonMissing):
            actions.publish_amendment(call, manager, "  ")
        assert call.questions_asked.version == 1

    def test_a_code_that_was_used_is_not_used_again(self, call, manager):
        prepared = actions.prepare_amendment(call, manager)
        actions.remove_question(get(prepared, "b"), manager)
        assert actions.add_question(prepared, manager, label="b", section="Un").code == "b-2"

    def test_an_amendment_may_be_dropped(self, call, manager):
        actions.prepare_amendment(call, manager)
        actions.drop_amendment(call, manager)
        assert call.question_sets.count() == 1
        with pytest.raises(actions.NotAmendable):
            actions.drop_amendment(call, manager)

    def test_a_closed_call_is_not_amended(self, call, manager, time_machine):
        actions.prepare_amendment(call, manager)
        time_machine.move_to(call.closes_at + timedelta(days=1))
        for act in (
            lambda: actions.prepare_amendment(call, manager),
            lambda: actions.publish_amendment(call, manager, "raison"),
        ):
            with pytest.raises(actions.NotAmendable):
                act()

    def test_only_managers_amend(self, call):
        with pytest.raises(actions.NotManager):
            actions.prepare_amendment(call, UserFactory())
