"""A call is prepared by its team, checked, published, then frozen."""

from datetime import timedelta

import pytest
from django.utils import timezone

from essaim.accounts.models import LogEntry
from essaim.base.states import IllegalTransition
from essaim.calls import actions
from essaim.calls.models import Anchor, Call, TeamMember
from tests.factories import ProgrammeFactory, TeamMemberFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager():
    return TeamMemberFactory().user


@pytest.fixture
def programme(manager):
    return manager.team_roles.get().programme


@pytest.fixture
def draft(programme, manager):
    return actions.create_call(programme, manager, title="Appel 2027")


def complete(call: Call, manager) -> Call:
    now = timezone.now()
    actions.edit_call(
        call,
        manager,
        summary="Un appel.",
        eligibility="Tous les agents.",
        offer="Cinq mois d’accompagnement.",
        opens_at=now + timedelta(days=1),
        closes_at=now + timedelta(days=30),
    )
    actions.publish_rules(call, "Article 1 – Objet\nUn appel.", manager)
    return call


@pytest.fixture
def published(draft, manager):
    actions.publish(complete(draft, manager), manager)
    return draft


class TestPreparing:
    def test_a_new_call_has_questions_and_a_grid(self, draft):
        questions = draft.question_sets.get().questions.all()
        assert [question.code for question in questions] == [
            *("contexte", "probleme", "deja-tente", "ambition", "public"),
            *("equipe", "soutien", "attentes", "ailleurs"),
        ]
        criteria = draft.grid.criteria.all()
        assert [int(criterion.weight) for criterion in criteria] == [25, 15, 20, 15, 25]
        assert sum(criterion.weight for criterion in criteria) == 100
        for criterion in criteria:
            assert [anchor.mark for anchor in criterion.anchors.all()] == [0, 1, 2, 3, 4]
        assert all(anchor.text for anchor in Anchor.objects.all())

    def test_addresses_do_not_collide(self, programme, manager, draft):
        again = actions.create_call(programme, manager, title="Appel 2027")
        assert (draft.slug, again.slug) == ("appel-2027", "appel-2027-2")

    @pytest.mark.parametrize("title", ["Nouveau", "…", "É" * 160])
    def test_an_odd_title_still_gets_an_address(self, programme, manager, title):
        slug = actions.create_call(programme, manager, title=title).slug
        assert slug
        assert slug != "nouveau"
        assert len(slug) <= 50

    @pytest.mark.parametrize("role", [TeamMember.Role.EXAMINER, None])
    def test_only_managers_prepare(self, programme, role):
        user = UserFactory()
        if role:
            TeamMemberFactory(programme=programme, user=user, role=role)
        with pytest.raises(actions.NotManager):
            actions.create_call(programme, user, title="Appel")

    def test_the_manager_of_another_programme_does_not(self, draft):
        other = TeamMemberFactory(programme=ProgrammeFactory()).user
        for act in (actions.publish, actions.archive):
            with pytest.raises(actions.NotManager):
                act(draft, other)
        with pytest.raises(actions.NotManager):
            actions.cancel(draft, other, "raison")
        with pytest.raises(actions.NotManager):
            actions.edit_call(draft, other, title="Autre")


class TestPublishing:
    def test_what_is_missing_is_said(self, draft, manager):
        with pytest.raises(actions.CallNotReady) as refusal:
            actions.publish(draft, manager)
        sentences = " ".join(str(sentence) for sentence in refusal.value.missing)
        for word in ("présentation", "candidater", "lauréats", "ouverture", "clôture", "règlement"):
            assert word in sentences
        draft.refresh_from_db()
        assert draft.status == Call.Status.DRAFT

    def test_a_closing_in_the_past_is_refused(self, draft, manager):
        complete(draft, manager)
        past = timezone.now() - timedelta(days=1)
        actions.edit_call(draft, manager, opens_at=past - timedelta(days=9), closes_at=past)
        with pytest.raises(actions.CallNotReady, match="passée"):
            actions.publish(draft, manager)

    def test_without_questions_it_is_not_published(self, draft, manager):
        complete(draft, manager)
        for question in draft.question_sets.get().questions.all():
            actions.remove_question(question, manager)
        with pytest.raises(actions.CallNotReady, match="questions"):
            actions.publish(draft, manager)

    def test_publication_is_written_down(self, published, manager):
        entry = LogEntry.objects.get(verb="move")
        assert (entry.actor, entry.before, entry.after) == (manager, "draft", "published")

    def test_a_published_call_is_frozen(self, published, manager):
        question = published.question_sets.get().questions.first()
        for act in (
            lambda: actions.set_default_questions(published),
            lambda: actions.set_default_grid(published),
            lambda: actions.edit_call(published, manager, title="Autre"),
            lambda: actions.edit_question(question, manager, label="Autre ?"),
            lambda: actions.remove_question(question, manager),
        ):
            with pytest.raises(actions.CallFrozen):
                act()
        assert published.question_sets.get().questions.count() == 9

    def test_twice_is_refused(self, published, manager):
        with pytest.raises(IllegalTransition):
            actions.publish(published, manager)


class TestRules:
    def test_before_publication_the_text_is_replaced(self, draft, manager):
        actions.publish_rules(draft, "un", manager)
        rules = actions.publish_rules(draft, "deux", manager)
        assert (draft.rules.count(), rules.version, rules.text) == (1, 1, "deux")

    def test_afterwards_a_change_is_a_new_version(self, published, manager):
        rules = actions.publish_rules(published, "deux", manager)
        assert (rules.version, published.rules.count()) == (2, 2)
        assert published.rules.first() == rules

    def test_a_cancelled_call_has_no_new_rules(self, published, manager):
        actions.cancel(published, manager, "Le partenaire s’est retiré.")
        with pytest.raises(actions.CallFrozen):
            actions.publish_rules(published, "deux", manager)


class TestEnding:
    def test_a_cancellation_has_a_reason(self, published, manager):
        with pytest.raises(actions.ReasonMissing):
            actions.cancel(published, manager, "  ")
        actions.cancel(published, manager, " Le partenaire s’est retiré. ")
        published.refresh_from_db()
        assert published.phase == Call.Phase.CANCELLED
        assert published.cancellation_reason == "Le partenaire s’est retiré."

    def test_an_open_call_is_not_archived(self, published, manager, time_machine):
        with pytest.raises(actions.CallNotOver):
            actions.archive(published, manager)
        time_machine.move_to(published.grace_ends_at)
        actions.archive(published, manager)
        assert published.status == Call.Status.ARCHIVED

    def test_results_are_recorded_once(self, published, manager):
        actions.record_results(published, manager, jurors_count=7)
        first = published.results_at
        actions.record_results(published, manager, jurors_count=8)
        published.refresh_from_db()
        assert published.results_at == first
        assert published.jurors_count == 7
        assert published.phase == Call.Phase.DECIDED
        assert LogEntry.objects.filter(verb="announce_results").count() == 1
