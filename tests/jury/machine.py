"""A jury walked at random: anybody tries anything, in any order.

Each step is an act of somebody. Either it is done, and the journal says so; or it is refused with a
sentence, and nothing at all is written. After each step, what must never be is looked for.
"""

from collections import Counter
from contextlib import suppress
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from essaim.accounts.models import LogEntry
from essaim.applications.content import fingerprint
from essaim.applications.models import Application
from essaim.base.exceptions import RuleBroken
from essaim.calls.models import Call
from essaim.jury import actions
from essaim.jury.models import (
    Announcement,
    Assignment,
    Conflict,
    Deliberation,
    Grade,
    Juror,
    Minutes,
    Panel,
    Review,
    Session,
)
from essaim.jury.table import counted_reviews
from tests.jury.conftest import make_jury

LONGEST = 40
SEATS = ("chair", "deputy", "ana", "bob", "sub")
# « right » is who may do it; one time in three somebody else tries.
somebody = st.sampled_from(("manager", "outsider", *SEATS))
people = st.one_of(st.just("right"), st.just("right"), somebody)
seats = st.sampled_from(SEATS)
numbers = st.integers(0, 3)
marks = st.one_of(st.none(), st.integers(-1, 6))
STATED = (Assignment, Review, Conflict, Session, Minutes, Announcement)


class JuryMachine(RuleBasedStateMachine):
    """Four files, five seats. ``tried`` counts what was done and what was refused, by class."""

    tried: Counter = Counter()

    def __init__(self):
        super().__init__()
        self.world = transaction.atomic()
        self.world.__enter__()
        self.jury = make_jury()
        self.seals: dict[int, str] = {}
        self.states = self.read_states()

    def teardown(self):
        transaction.set_rollback(True)
        self.world.__exit__(None, None, None)

    # What the steps share.

    def person(self, name, right=""):
        return getattr(self.jury, right if name == "right" else name)

    def attempt(self, act) -> None:
        before, refusal = self.trace(), None
        try:
            act()
        except RuleBroken as refused:
            refusal = refused
        JuryMachine.tried[type(refusal).__name__ if refusal else "done"] += 1
        if refusal:
            assert str(refusal), type(refusal)
            assert self.trace() == before, f"{type(refusal).__name__} wrote something"

    def trace(self) -> tuple:
        """What an act could change: the journal, every state, marks and decisions."""
        decided = Deliberation.objects.order_by("pk").values_list("pk", "outcome", "reasons")
        given = Grade.objects.order_by("pk").values_list("pk", "mark", "reason")
        return LogEntry.objects.count(), self.read_states(), list(decided), list(given)

    def read_states(self) -> dict:
        found = {
            (model.__name__, pk): status
            for model in STATED
            for pk, status in model.objects.values_list("pk", "status")
        }
        files = Application.objects.values_list("pk", "status")
        return found | {("Application", pk): status for pk, status in files}

    @property
    def session(self) -> Session | None:
        return Session.objects.order_by("-pk").first()

    @property
    def panel(self) -> Panel:
        return Panel.objects.get(pk=self.jury.panel.pk)

    def reading(self, name, number):
        found = Assignment.objects.filter(
            juror__user=self.person(name), application=self.jury.files[number]
        )
        return found.select_related("juror__panel", "application__call__grid").first()

    # Before the sitting.

    @initialize(stage=st.integers(0, 6), links=st.sets(st.tuples(seats, numbers), max_size=3))
    def it_has_come_so_far(self, stage, links):
        """A walk from the beginning seldom reaches the end: each one starts somewhere on the way."""
        jury = self.jury
        steps = [
            lambda: [self.declare(name, links) for name in SEATS],
            lambda: actions.assign_all(jury.panel, jury.manager),
            self.everybody_grades,
            self.the_sitting_opens,
            self.everything_is_decided,
            self.the_minutes_are_signed,
        ]
        try:
            for step in steps[:stage]:
                step()
        except RuleBroken:
            pass  # with these links the jury gets no further
        self.states = self.read_states()

    def declare(self, name, links):
        linked = [number for seat, number in sorted(links) if seat == name]
        given = [
            (self.jury.files[number].organisation, Conflict.Kind.OTHER, "") for number in linked
        ]
        actions.declare_interests(self.jury.seats[name], given, self.person(name))

    def everybody_grades(self):
        given = dict.fromkeys(self.jury.call.grid.criteria.all(), (3, "Motif"))
        for reading in Assignment.objects.exclude(status="recused").select_related("juror__user"):
            actions.grade(reading, given, "", "", reading.juror.user)
            actions.submit_review(reading, reading.juror.user)
        actions.close_reviews(self.panel, self.jury.manager)

    def the_sitting_opens(self):
        at = timezone.now() + timedelta(hours=1)
        session = actions.plan_session(self.panel, at, "Rennes", self.jury.manager)
        actions.convene(session, self.jury.manager)
        actions.open_session(session, self.jury.chair)
        seated = dict.fromkeys(Juror.objects.in_office(), "present")
        actions.record_attendances(session, seated, self.jury.chair)

    def everything_is_decided(self):
        outcomes = ("laureate", "laureate", "reserve", "not_selected")
        items = self.session.deliberations.order_by("position")
        for item, outcome in zip(items, outcomes, strict=True):
            rank = 1 if outcome == "reserve" else None
            for name in ("chair", "deputy"):
                with suppress(RuleBroken):
                    actions.decide(item, outcome, "Motif.", self.person(name), reserve_rank=rank)

    def the_minutes_are_signed(self):
        minutes = actions.close_session(self.session, self.jury.chair)
        actions.sign_minutes(minutes, self.jury.chair)
        letters = actions.prepare_letters(self.session, self.jury.manager)
        actions.approve_letters(self.session, letters, self.jury.chair)

    @rule(name=seats, by=people)
    def declares(self, name, by):
        seat = self.jury.seats[name]
        self.attempt(lambda: actions.declare_interests(seat, [], self.person(by, name)))

    @rule(name=seats, number=numbers, by=people)
    def is_given(self, name, number, by):
        seat, file = self.jury.seats[name], self.jury.files[number]
        file = Application.objects.get(pk=file.pk)
        seat = Juror.objects.get(pk=seat.pk)
        self.attempt(lambda: actions.assign(self.panel, file, seat, self.person(by, "manager")))

    @rule(by=people)
    def everyone_reads(self, by):
        self.attempt(lambda: actions.assign_all(self.panel, self.person(by, "manager")))

    @rule(name=seats, number=numbers, by=people)
    def is_relieved(self, name, number, by):
        if reading := self.reading(name, number):
            self.attempt(lambda: actions.unassign(reading, self.person(by, "manager")))

    @rule(
        name=seats,
        number=numbers,
        by=people,
        mark=marks,
        reason=st.sampled_from(("Motif", "Motif", "")),
    )
    def grades(self, name, number, by, mark, reason):
        if reading := self.reading(name, number):
            given = dict.fromkeys(self.jury.call.grid.criteria.all(), (mark, reason))
            self.attempt(lambda: actions.grade(reading, given, "", "", self.person(by, name)))

    @rule(name=seats, number=numbers, by=people)
    def hands_in(self, name, number, by):
        if reading := self.reading(name, number):
            self.attempt(lambda: actions.submit_review(reading, self.person(by, name)))

    @rule(name=seats, number=numbers)
    def takes_back(self, name, number):
        reading = self.reading(name, number)
        if reading and Review.objects.filter(assignment=reading).exists():
            self.attempt(lambda: actions.take_back_review(reading, self.person(name)))

    @rule(name=seats, number=numbers, by=people)
    def has_a_link(self, name, number, by):
        seat = Juror.objects.get(pk=self.jury.seats[name].pk)
        organisation = self.jury.files[number].organisation
        kind = Conflict.Kind.OTHER
        self.attempt(
            lambda: actions.declare_conflict(seat, organisation, kind, "", self.person(by, name))
        )

    @rule(name=seats, by=people)
    def leaves_the_jury(self, name, by):
        seat = Juror.objects.get(pk=self.jury.seats[name].pk)
        self.attempt(lambda: actions.dismiss_juror(seat, self.person(by, "manager")))

    @rule(by=people)
    def reviews_close(self, by):
        self.attempt(lambda: actions.close_reviews(self.panel, self.person(by, "manager")))

    # The sitting.

    @rule(by=people)
    def plans(self, by):
        at = timezone.now() + timedelta(hours=1)
        self.attempt(
            lambda: actions.plan_session(self.panel, at, "Rennes", self.person(by, "manager"))
        )

    @rule(by=people)
    def convenes(self, by):
        if session := self.session:
            self.attempt(lambda: actions.convene(session, self.person(by, "manager")))

    @rule(by=people)
    def opens(self, by):
        if session := self.session:
            self.attempt(lambda: actions.open_session(session, self.person(by, "chair")))

    @rule(by=people, name=seats, presence=st.sampled_from(("present", "excused", "left")))
    def is_noted(self, by, name, presence):
        seat = Juror.objects.get(pk=self.jury.seats[name].pk)
        if session := self.session:
            self.attempt(
                lambda: actions.record_attendance(
                    session, seat, presence, self.person(by, "manager")
                )
            )

    @rule(by=people)
    def all_are_there(self, by):
        if session := self.session:
            seated = dict.fromkeys(Juror.objects.in_office(), "present")
            self.attempt(
                lambda: actions.record_attendances(session, seated, self.person(by, "manager"))
            )

    @rule(
        by=people,
        number=numbers,
        outcome=st.sampled_from(("laureate", "laureate", "reserve", "not_selected", "tombola")),
        rank=st.one_of(st.none(), st.integers(0, 3)),
        votes=st.one_of(st.none(), st.tuples(*[st.integers(-1, 5)] * 3)),
        reasons=st.sampled_from(("Motif.", "Motif.", "")),
    )
    def is_decided(self, by, number, outcome, rank, votes, reasons):
        found = Deliberation.objects.filter(application=self.jury.files[number]).order_by("-pk")
        item = found.select_related("application", "session__panel").first()
        if item is None:
            return
        counted = dict(
            zip(("votes_for", "votes_against", "abstentions"), votes or (), strict=False)
        )
        method = "vote" if votes else "consensus"
        self.attempt(
            lambda: actions.decide(
                item,
                outcome,
                reasons,
                self.person(by, "chair"),
                method=method,
                reserve_rank=rank,
                **counted,
            )
        )

    @rule(by=people)
    def closes(self, by):
        if session := self.session:
            self.attempt(lambda: actions.close_session(session, self.person(by, "chair")))

    @rule(by=people)
    def adjourns(self, by):
        if session := self.session:
            self.attempt(
                lambda: actions.adjourn(session, self.person(by, "chair"), "Pas de quorum")
            )

    # After it.

    @rule(by=people)
    def signs(self, by):
        if minutes := Minutes.objects.order_by("-pk").first():
            self.attempt(lambda: actions.sign_minutes(minutes, self.person(by, "chair")))

    @rule(by=people)
    def letters_are_prepared(self, by):
        if session := self.session:
            self.attempt(lambda: actions.prepare_letters(session, self.person(by, "manager")))

    @rule(by=people)
    def results_are_announced(self, by):
        if session := self.session:
            self.attempt(lambda: actions.announce_results(session, self.person(by, "manager")))

    @rule(by=people)
    def publication_is_ordered(self, by):
        if session := self.session:
            self.attempt(lambda: actions.schedule_announcement(session, self.person(by, "manager")))

    # What must never be.

    @invariant()
    def nobody_with_a_link_counts(self):
        for review in counted_reviews(self.panel).select_related("assignment__juror"):
            reading = review.assignment
            linked = Conflict.objects.binding().filter(
                juror=reading.juror, organisation=reading.application.organisation_id
            )
            assert not linked.exists()
            assert reading.status != Assignment.Status.RECUSED

    @invariant()
    def nothing_is_decided_without_quorum_nor_by_someone_recused(self):
        for item in Deliberation.objects.exclude(outcome="").prefetch_related("voters"):
            assert item.present_count >= item.quorum_needed >= 1
            recused = set(
                item.session.recusals.filter(application=item.application_id).values_list(
                    "juror", flat=True
                )
            )
            assert not recused & {juror.pk for juror in item.voters.all()}

    @invariant()
    def marks_stay_within_the_scale(self):
        top = self.jury.call.grid.top_mark
        assert not Grade.objects.filter(mark__gt=top).exists()

    @invariant()
    def signed_minutes_never_change(self):
        for minutes in Minutes.objects.all():
            if minutes.status == Minutes.Status.SIGNED:
                seal = self.seals.setdefault(minutes.pk, minutes.sha256)
                assert minutes.sha256 == seal == fingerprint(minutes.content)

    @invariant()
    def results_are_all_out_or_none(self):
        out = Call.objects.get(pk=self.jury.call.pk).results_at is not None
        decided = Application.objects.filter(status__in=Application.DECIDED).exists()
        assert out == decided

    @invariant()
    def states_only_follow_their_arrows(self):
        now = self.read_states()
        models = {model.__name__: model for model in (*STATED, Application)}
        for (name, pk), status in now.items():
            before = self.states.get((name, pk), status)
            assert status in reachable(models[name].TRANSITIONS, before), (name, before, status)
        self.states = now


def reachable(transitions: dict, start: str) -> set:
    """The states that one act may lead to, through several arrows."""
    found, left = {start}, [start]
    while left:
        for state in transitions.get(left.pop(), ()):
            if state not in found:
                found.add(state)
                left.append(state)
    return found


def walk(steps: int) -> None:
    """As many steps, forty to a jury, from seeds that do not change."""
    JuryMachine.tried.clear()
    chosen = settings(
        max_examples=max(1, steps // LONGEST),
        stateful_step_count=LONGEST,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(JuryMachine, settings=chosen)
