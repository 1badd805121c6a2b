"""The usual delays: percentiles of what is past, without the time spent waiting for the applicant."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from essaim.applications.delays import percentile, running_time, usual, usual_delays
from essaim.applications.models import AdmissibilityCheck, Application, InfoRequest
from tests.factories import ApplicationFactory, CallFactory, UserFactory
from tests.personas import client_of

NOON = datetime(2027, 5, 1, 12, tzinfo=UTC)


def at(hours: float) -> datetime:
    return NOON + timedelta(hours=hours)


def past_file(call, days, **fields):
    """Deposited long ago, and decided ``days`` later."""
    sent = timezone.now() - timedelta(days=100)
    file = ApplicationFactory(
        call=call, status=Application.Status.ADMISSIBLE, submitted_at=sent, **fields
    )
    AdmissibilityCheck.objects.create(
        application=file,
        verdict=AdmissibilityCheck.Verdict.ADMISSIBLE,
        reason="Complet.",
        checked_by=file.owner,
        checked_at=sent + timedelta(days=days),
    )
    return file


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [([5], 0.5, 5), ([1, 2], 0.5, 1), ([3, 1, 2], 0.5, 2), (range(1, 11), 0.9, 9), ([1, 9], 1, 9)],
)
def test_nearest_rank(values, share, expected):
    assert percentile(values, share) == expected


@given(st.lists(st.integers(0, 400), min_size=1), st.floats(0.01, 1))
def test_at_least_that_share_is_not_above(values, share):
    found = percentile(values, share)
    assert found in values
    assert sum(value <= found for value in values) >= share * len(values) - 1e-9


def test_no_value_has_no_percentile():
    with pytest.raises(ValueError):
        percentile([], 0.5)


@pytest.mark.parametrize(
    ("suspensions", "hours"),
    [
        ([], 10),
        ([(2, 5)], 7),
        ([(2, 5), (4, 6)], 6),
        ([(2, 5), (3, 4)], 7),
        ([(-4, 1), (9, 20)], 8),
        ([(12, 20)], 10),
        ([(6, 8), (1, 2)], 7),
    ],
)
def test_suspended_time_does_not_count(suspensions, hours):
    spans = [(at(start), at(end)) for start, end in suspensions]
    assert running_time(at(0), at(10), spans) == timedelta(hours=hours)


def test_days_are_rounded_up_and_at_least_one():
    assert usual([timedelta(minutes=5)] * 10).half == 1
    assert usual([timedelta(days=3, hours=1)] * 10).half == 4


def test_nothing_is_said_of_nine_files(call):
    for _n in range(9):
        past_file(call, 3)
    assert usual_delays(call).decision is None
    past_file(call, 3)
    assert usual_delays(call).decision.half == 3


def test_from_the_deposit_to_the_decision_and_to_the_results(call):
    for days in range(1, 11):
        past_file(call, days)
    found = usual_delays(call)
    assert (found.decision.half, found.decision.nine_in_ten, found.decision.files) == (5, 9, 10)
    assert found.outcome is None
    call.results_at = timezone.now() - timedelta(days=40, minutes=5)
    call.save()
    assert usual_delays(call).outcome.half == 60


def test_a_request_for_completion_stops_the_clock(call):
    for _n in range(10):
        file = past_file(call, 10)
        InfoRequest.objects.create(
            application=file,
            message="Le devis.",
            due_at=file.submitted_at + timedelta(days=20),
            asked_by=file.owner,
            asked_at=file.submitted_at + timedelta(days=2),
            status=InfoRequest.Status.ANSWERED,
            answered_at=file.submitted_at + timedelta(days=6),
        )
    assert usual_delays(call).decision.half == 6


def test_what_does_not_count(call):
    for _n in range(10):
        past_file(call, 2, source=Application.Source.DS)
        past_file(CallFactory(programme=call.programme, is_demonstration=True), 2)
        past_file(CallFactory(), 2)
    assert usual_delays(call).decision is None


def test_two_queries_whatever_the_number_of_files(call, django_assert_num_queries):
    for _n in range(12):
        past_file(call, 2)
    with django_assert_num_queries(2):
        usual_delays(call)


def test_applicants_read_them_before_and_after_the_deposit(call, amel):
    past = CallFactory(programme=call.programme)
    start = reverse("applications:application_start", args=[call.slug])
    call.results_expected = "2027-11"
    call.save()
    page = client_of(UserFactory()).get(start).text
    assert "Réponse attendue\u00a0: novembre 2027" in page
    assert "la moitié" not in page
    for days in range(1, 11):
        past_file(past, days)
    page = client_of(UserFactory()).get(start).text
    assert (
        "la moitié des candidatures ont leur réponse en 5\u00a0jours\u00a0; neuf sur dix en 9\u00a0jours"
        in page
    )
    sent = ApplicationFactory(
        call=call, owner=amel, status=Application.Status.SUBMITTED, submitted_at=timezone.now()
    )
    assert "en 5\u00a0jours" in client_of(amel).get(sent.get_absolute_url()).text
