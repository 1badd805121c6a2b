"""Where a call stands is derived from its dates; one function decides what is in time (R10)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from essaim.calls.models import Call
from tests.factories import CallFactory

PARIS = ZoneInfo("Europe/Paris")
Phase, Status = Call.Phase, Call.Status
OPENS = datetime(2027, 4, 12, 9, 0, tzinfo=PARIS)
CLOSES = datetime(2027, 5, 24, 23, 59, tzinfo=PARIS)
SECOND = timedelta(seconds=1)


def a_call(**changes) -> Call:
    known = {"status": Status.PUBLISHED, "opens_at": OPENS, "closes_at": CLOSES}
    return Call(**{**known, **changes})


@pytest.mark.parametrize(
    ("moment", "phase", "takes"),
    [
        (OPENS - SECOND, Phase.UPCOMING, False),
        (OPENS, Phase.OPEN, True),
        (CLOSES - SECOND, Phase.OPEN, True),
        (CLOSES, Phase.GRACE, True),
        (CLOSES + timedelta(minutes=15) - SECOND, Phase.GRACE, True),
        (CLOSES + timedelta(minutes=15), Phase.CLOSED, False),
    ],
)
def test_to_the_second(moment, phase, takes):
    assert a_call().phase_at(moment) == phase
    assert a_call().takes_deposits_at(moment) is takes


def test_the_clock_of_the_machine_is_read(time_machine):
    time_machine.move_to(CLOSES - SECOND, tick=False)
    assert a_call().phase == Phase.OPEN
    time_machine.move_to(CLOSES, tick=False)
    assert a_call().phase == Phase.GRACE


def test_the_grace_is_not_announced():
    assert Phase.GRACE.label == Phase.CLOSED.label


@pytest.mark.parametrize(
    ("status", "phase"),
    [
        (Status.DRAFT, Phase.DRAFT),
        (Status.CANCELLED, Phase.CANCELLED),
        (Status.ARCHIVED, Phase.DECIDED),
    ],
)
def test_what_is_stored_comes_first(status, phase):
    call = a_call(status=status)
    assert call.phase_at(OPENS + SECOND) == phase
    assert not call.takes_deposits_at(OPENS + SECOND)


def test_published_results_end_it():
    assert a_call(results_at=CLOSES).phase_at(CLOSES + timedelta(days=30)) == Phase.DECIDED


@pytest.mark.parametrize(
    ("closes", "lasts"),
    [
        # The night of 25 October 2026 has two 2:30; the first one counts, then an hour comes again.
        (datetime(2026, 10, 25, 2, 30, tzinfo=PARIS, fold=0), timedelta(hours=2, minutes=30)),
        (datetime(2026, 10, 25, 2, 30, tzinfo=PARIS, fold=1), timedelta(hours=3, minutes=30)),
        # The night of 28 March 2027 jumps from 2:00 to 3:00.
        (datetime(2027, 3, 28, 4, 0, tzinfo=PARIS), timedelta(hours=3)),
        (datetime(2028, 2, 29, 23, 59, tzinfo=PARIS), timedelta(hours=23, minutes=59)),
        (datetime(2027, 12, 31, 23, 59, tzinfo=PARIS), timedelta(hours=23, minutes=59)),
    ],
)
def test_odd_nights(closes, lasts):
    midnight = closes.replace(hour=0, minute=0, fold=0)
    call = a_call(opens_at=midnight - timedelta(days=9), closes_at=closes.astimezone(UTC))
    end = midnight.astimezone(UTC) + lasts
    assert call.phase_at(end - SECOND) == Phase.OPEN
    assert call.phase_at(end) == Phase.GRACE


@given(moment=st.datetimes(datetime(2027, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)))  # noqa: DTZ001
def test_phases_follow_one_another_and_agree_with_deposits(moment):
    order = [Phase.UPCOMING, Phase.OPEN, Phase.GRACE, Phase.CLOSED]
    now, later = a_call().phase_at(moment), a_call().phase_at(moment + timedelta(hours=7))
    assert order.index(now) <= order.index(later)
    assert a_call().takes_deposits_at(moment) == (now in (Phase.OPEN, Phase.GRACE))


@pytest.mark.django_db
def test_the_open_queryset_and_the_phase_agree(time_machine):
    call = CallFactory(opens_at=OPENS, closes_at=CLOSES)
    for moment in (OPENS - SECOND, OPENS, CLOSES - SECOND, CLOSES):
        assert Call.objects.open(moment).exists() == (call.phase_at(moment) == Phase.OPEN)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"opens_at": CLOSES, "closes_at": OPENS},
        {"opens_at": OPENS, "closes_at": OPENS},
        {"opens_at": None, "closes_at": None},
        {"laureates_min": 5},
        {"laureates_min": 0},
    ],
)
def test_what_must_never_be(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        CallFactory(**wrong)


def test_known_dates_are_as_precise_as_known():
    archived = a_call(status=Status.ARCHIVED, opens_at=None, closes_at=None, opened="2020-10")
    assert (archived.opening, archived.closing, archived.year) == ("2020-10", "", "2020")
    late = datetime(2027, 1, 1, 0, 30, tzinfo=PARIS).astimezone(UTC)
    assert a_call(closes_at=late).closing == "2027-01-01"
    assert timezone.localtime(late).year == 2027
