from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from django.utils import timezone

from essaim.accounts.models import LogEntry, OutboxMail
from essaim.applications.models import Answer
from essaim.base.ids import reference
from essaim.base.states import IllegalTransition
from essaim.support import actions, exceptions
from essaim.support.calendar import add_months, phase_dates
from essaim.support.models import Journey, Phase, Sponsor, TimeEntry
from essaim.support.overview import Seat, next_thing, overview
from tests.factories import LaureateFactory, QuestionFactory

TODAY = timezone.localdate


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2021, 10, 31), 4, date(2022, 2, 28)),
        (date(2024, 1, 15), 5, date(2024, 6, 15)),
        (date(2023, 12, 1), 1, date(2024, 1, 1)),
    ],
)
def test_months_are_counted_as_people_do(start, months, end):
    assert add_months(start, months) == end


def test_four_phases_share_five_months_without_gap():
    dates = list(phase_dates(date(2026, 1, 1)).values())
    assert dates[0][0] == date(2026, 1, 1)
    assert dates[-1][1] == date(2026, 5, 31)
    lengths = [(last - first).days + 1 for first, last in dates]
    assert lengths == [45, 46, 30, 30]
    assert all(b[0] - a[1] == timedelta(days=1) for a, b in pairwise(dates))


def test_opening_takes_everything_from_the_application(people):
    people.journey.coaches.all().delete()
    people.journey.delete()
    for code, text in (("ambition", "Moins d’attente."), ("attentes", "Un regard neuf.")):
        question = QuestionFactory(question_set=people.application.question_set, code=code)
        Answer.objects.create(
            application=people.application,
            question=question,
            value=text,
            changed_by=people.applicant,
        )
    journey = actions.open_journey(people.laureate, TODAY(), people.manager)
    assert journey.objective == "Moins d’attente.\n\nUn regard neuf."
    assert [phase.kind for phase in journey.phases.all()] == Phase.Kind.values
    assert OutboxMail.objects.get(kind="journey_opened").recipient == people.applicant.email
    with pytest.raises(exceptions.JourneyAlreadyOpen):
        actions.open_journey(people.laureate, TODAY(), people.manager)


def test_a_laureate_known_from_the_press_may_be_supported_too(people):
    laureate = LaureateFactory(call=people.call)
    assert actions.open_journey(laureate, date(2022, 1, 3), people.manager).objective == ""


@pytest.mark.parametrize(
    "who", ["applicant", "co_applicant", "coach", "examiner", "adopter", "admin"]
)
def test_only_the_team_opens_begins_and_ends(people, journey, who):
    user = getattr(people, who)
    with pytest.raises(exceptions.NotYours):
        actions.open_journey(LaureateFactory(call=people.call), TODAY(), user)
    for act in (actions.suspend, actions.stop):
        with pytest.raises(exceptions.NotYours):
            act(journey, "Parce que", user)
    for act in (actions.begin, actions.complete):
        with pytest.raises(exceptions.NotYours):
            act(journey, user)


@pytest.mark.parametrize("who", ["applicant", "co_applicant", "coach", "manager"])
def test_all_its_people_keep_the_record(people, journey, who):
    user, phase = getattr(people, who), journey.phases.first()
    milestone = actions.add_milestone(phase, "Dix entretiens", TODAY(), user)
    assert actions.reach_milestone(milestone, user).reached_on == TODAY()
    actions.write_activity(phase, user, kind="visit", title="Une visite", held_on=TODAY())
    assert actions.close_phase(phase, "On a compris.", user).done_on == TODAY()


@pytest.mark.parametrize("who", ["examiner", "juror", "other_applicant", "adopter", "admin"])
def test_nobody_else_sees_or_writes_it(people, journey, who):
    user = getattr(people, who)
    assert journey not in Journey.objects.visible_to(user)
    with pytest.raises(exceptions.NotYours):
        actions.add_milestone(journey.phases.first(), "Un jalon", TODAY(), user)


def test_a_coach_is_invited_once(people, journey):
    actions.add_coach(journey, "neuf@exemple.fr", "Nina Neuve", "agence", "Écoute", people.manager)
    actions.add_coach(journey, "Neuf@exemple.fr", "Nina", "Agence", "Animation", people.manager)
    assert Sponsor.objects.filter(name__iexact="agence").count() == 1
    assert journey.coaches.get(user__email="neuf@exemple.fr").skill == "Animation"
    mail = OutboxMail.objects.get(kind="coach_invited", recipient="neuf@exemple.fr")
    assert f"http://testserver{journey.get_absolute_url()}" in mail.text


def test_time_counts_when_both_parties_agree(people, journey):
    actions.promise_days(journey, "Agence", "design", Decimal(10), people.manager)
    entry = actions.enter_time(journey, TODAY(), Decimal("0.5"), "Entretiens", people.coach)
    (row,) = overview(journey, TODAY()).days
    assert (row.promised, row.given, row.validated) == (10, Decimal("0.5"), 0)
    actions.validate_time(entry, people.co_applicant)
    (row,) = overview(journey, TODAY()).days
    assert row.validated == Decimal("0.5")
    with pytest.raises(IllegalTransition):
        actions.dispute_time(entry, "Trop tard", people.applicant)


def test_nobody_validates_their_own_time(people, journey):
    actions.add_coach(journey, people.applicant.email, "", "Agence", "", people.manager)
    entry = actions.enter_time(journey, TODAY(), Decimal(1), "Atelier", people.applicant)
    with pytest.raises(exceptions.SameParty):
        actions.validate_time(entry, people.applicant)
    with pytest.raises(exceptions.NotYours):
        actions.validate_time(entry, people.manager)


def test_a_disputed_time_is_corrected_then_validated(people, journey):
    entry = actions.enter_time(journey, TODAY(), Decimal(1), "Atelier", people.coach)
    with pytest.raises(exceptions.ReasonMissing):
        actions.dispute_time(entry, "  ", people.applicant)
    actions.dispute_time(entry, "Une demi-journée", people.applicant)
    assert overview(journey, TODAY()).days == []
    assert "Une demi-journée" in OutboxMail.objects.get(kind="time_disputed").text
    with pytest.raises(exceptions.NotYours):
        actions.correct_time(entry, TODAY(), Decimal(1), "Atelier", people.applicant)
    actions.correct_time(entry, TODAY(), Decimal("0.5"), "Atelier", people.coach)
    assert actions.validate_time(entry, people.applicant).status == TimeEntry.Status.VALIDATED


def test_one_day_a_day(people, journey):
    actions.enter_time(journey, TODAY(), Decimal("0.75"), "Atelier", people.coach)
    with pytest.raises(exceptions.TooMuchTime):
        actions.enter_time(journey, TODAY(), Decimal("0.5"), "Autre atelier", people.coach)
    with pytest.raises(exceptions.TooMuchTime):
        actions.enter_time(journey, TODAY() + timedelta(days=1), Decimal(1), "Demain", people.coach)
    with pytest.raises(exceptions.DateOutsideJourney):
        actions.enter_time(journey, date(2019, 1, 1), Decimal(1), "Jadis", people.coach)


def test_a_journey_ends_when_its_phases_are_closed(people, journey):
    with pytest.raises(exceptions.PhasesStillOpen):
        actions.complete(journey, people.manager)
    for phase in journey.phases.all():
        actions.close_phase(phase, "Fait.", people.applicant)
    actions.complete(journey, people.manager)
    assert journey.status == Journey.Status.COMPLETED
    told = OutboxMail.objects.filter(kind="journey_completed").values_list("recipient", flat=True)
    assert set(told) == {people.applicant.email, people.coach.email}
    with pytest.raises(exceptions.JourneyOver):
        actions.write_activity(phase, people.coach, kind="visit", title="Tard", held_on=TODAY())


def test_a_phase_is_closed_once_and_with_words(people, journey):
    phase = journey.phases.first()
    with pytest.raises(exceptions.ReasonMissing):
        actions.close_phase(phase, " ", people.coach)
    actions.close_phase(phase, "Compris.", people.coach)
    with pytest.raises(exceptions.PhaseAlreadyClosed):
        actions.close_phase(phase, "Encore.", people.applicant)


def test_suspending_says_why_and_can_be_undone(people, journey):
    with pytest.raises(exceptions.ReasonMissing):
        actions.suspend(journey, "", people.manager)
    actions.suspend(journey, "Élections municipales", people.manager)
    with pytest.raises(exceptions.JourneyNotActive):
        actions.enter_time(journey, TODAY(), Decimal(1), "Atelier", people.coach)
    actions.begin(journey, people.manager)
    assert (journey.status, journey.stop_reason) == (Journey.Status.ACTIVE, "")
    notes = LogEntry.objects.filter(ref=reference(journey), verb="move").values_list(
        "note", flat=True
    )
    assert "Élections municipales" in notes


def test_dates_move_together_and_stay_in_order(people, journey):
    later = timedelta(days=30)
    dates = {p.kind: (p.starts_on + later, p.ends_on + later) for p in journey.phases.all()}
    end = journey.ends_on
    actions.reschedule(journey, dates, people.manager)
    assert journey.ends_on == end + later
    dates["sharing"] = (dates["sharing"][1], dates["sharing"][0])
    with pytest.raises(exceptions.DatesOutOfOrder):
        actions.reschedule(journey, dates, people.manager)


def test_what_to_do_first_depends_on_who_asks(people, journey):
    manager, laureate, coach = (
        Seat(True, False, False),
        Seat(False, True, False),
        Seat(False, False, True),
    )

    def first(seat):
        return next_thing(overview(journey, TODAY()), seat, TODAY())[0]

    assert "Hypothèses" in first(laureate)
    entry = actions.enter_time(journey, TODAY(), Decimal(1), "Atelier", people.coach)
    assert first(laureate) == "Valider 1 temps donné"
    actions.dispute_time(entry, "Non", people.applicant)
    assert "conteste" in first(coach)
    phase = journey.phases.first()
    actions.add_milestone(phase, "Dix entretiens", TODAY() - timedelta(days=1), people.coach)
    assert "Dix entretiens" in first(manager)
