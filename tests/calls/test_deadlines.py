"""One function decides a deadline, on the clock that the call announces (R10)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from essaim.calls.forms import CallForm
from essaim.calls.models import TIME_ZONES, Call, Closing, Extension, Wave
from essaim.calls.models.deadline import (
    MoreTime,
    closing_announced,
    closing_met,
    with_more_time,
)
from essaim.calls.templatetags.calls import elsewhere, on_clock_of
from tests.factories import CallFactory, UserFactory

PARIS, REUNION = ZoneInfo("Europe/Paris"), ZoneInfo("Indian/Reunion")
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
GRACE = timedelta(minutes=15)
CLOSES = datetime(2027, 5, 24, 23, 59, tzinfo=PARIS)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
CLOSINGS = st.lists(MOMENTS, min_size=1, max_size=6, unique=True).map(
    lambda moments: [Closing(at, GRACE, number) for number, at in enumerate(sorted(moments), 1)]
)
GRANTED = st.lists(st.builds(MoreTime, MOMENTS, MOMENTS), max_size=4)


@given(closings=CLOSINGS, now=MOMENTS)
def test_the_closing_met_is_the_first_whose_grace_is_not_over(closings, now):
    met = closing_met(closings, now)
    assert (met is None) == (now >= closings[-1].at + GRACE)
    if met:
        assert now < met.ends_at
        assert all(now >= other.ends_at for other in closings if other.at < met.at)


@given(closings=CLOSINGS)
def test_to_the_second(closings):
    last = closings[-1]
    assert closing_met(closings, last.ends_at - SECOND) == last
    assert closing_met(closings, last.ends_at) is None
    assert closing_announced(closings, last.at - SECOND) == last
    assert closing_announced(closings, last.at + DAY) == last


@given(closings=CLOSINGS, granted=GRANTED, now=MOMENTS)
def test_more_time_never_takes_time_away(closings, granted, now):
    own = with_more_time(closings, granted)
    assert {closing.wave for closing in own} == {closing.wave for closing in closings}
    assert own == sorted(own, key=lambda closing: closing.at)
    before = {closing.wave: closing.at for closing in closings}
    assert all(closing.at >= before[closing.wave] for closing in own)
    if closing_met(closings, now):
        assert closing_met(own, now)


@given(closings=CLOSINGS, now=MOMENTS)
def test_without_extension_everyone_is_treated_alike(closings, now):
    assert with_more_time(closings, []) == closings


@pytest.mark.parametrize(
    ("day", "hour", "offset"),
    [
        (datetime(2026, 10, 25, tzinfo=PARIS), 23, "+01:00"),  # 25 hours long
        (datetime(2027, 3, 28, tzinfo=PARIS), 23, "+02:00"),  # 23 hours long
        (datetime(2028, 2, 29, tzinfo=PARIS), 23, "+01:00"),
        (datetime(2027, 12, 31, tzinfo=PARIS), 23, "+01:00"),
    ],
)
@pytest.mark.parametrize("zone", [name for name, _label in TIME_ZONES])
def test_odd_nights_on_every_clock(day, hour, offset, zone):
    """23:59 typed on a clock is one moment; a second before is in time, the end of grace is not."""
    typed = {"time_zone": zone, "closes_at": f"{day:%Y-%m-%d}T{hour}:59"}
    form = CallForm(typed)
    form.is_valid()
    closes_at = form.cleaned_data["closes_at"]
    assert closes_at == datetime(day.year, day.month, day.day, 23, 59, tzinfo=ZoneInfo(zone))
    if zone == "Europe/Paris":
        assert closes_at.isoformat().endswith(offset)
    call = Call(
        status=Call.Status.PUBLISHED, opens_at=day - DAY, closes_at=closes_at.astimezone(UTC)
    )
    assert call.takes_deposits_at(closes_at.astimezone(UTC) - SECOND)
    assert call.phase_at(closes_at) == Call.Phase.GRACE
    assert call.takes_deposits_at(closes_at + GRACE - SECOND)
    assert not call.takes_deposits_at(closes_at + GRACE)


@pytest.mark.parametrize("typed", ["2026-10-25T02:30", "2027-03-28T02:30"])
def test_an_hour_that_comes_twice_or_never_is_refused(typed):
    form = CallForm({"time_zone": "Europe/Paris", "closes_at": typed})
    assert "closes_at" in form.errors
    elsewhere = CallForm({"time_zone": "Indian/Reunion", "closes_at": typed})
    assert "closes_at" not in elsewhere.errors


def test_a_deadline_is_typed_and_shown_again_on_its_own_clock():
    call = Call(time_zone="Indian/Reunion", closes_at=datetime(2027, 5, 24, 23, 59, tzinfo=REUNION))
    assert 'value="2027-05-24T23:59"' in str(CallForm(instance=call)["closes_at"])
    moved = CallForm({"time_zone": "America/Cayenne", "closes_at": "2027-05-24T23:59"})
    moved.is_valid()
    assert moved.cleaned_data["closes_at"].isoformat() == "2027-05-24T23:59:00-03:00"
    unknown = CallForm({"time_zone": "Mars/Olympus", "closes_at": "2027-05-24T23:59"})
    assert "time_zone" in unknown.errors


def test_the_clock_is_named_and_the_others_stand_beside():
    call = Call(time_zone="Indian/Reunion", closes_at=datetime(2027, 5, 24, 23, 59, tzinfo=REUNION))
    plain = on_clock_of(call.closes_at, call).replace("\u00a0", " ")
    assert plain == "24 mai 2027 à 23 h 59 (heure de La Réunion)"
    others = {
        place: moment.replace("\u00a0", " ") for place, moment in elsewhere(call.closes_at, call)
    }
    assert others["Heure de Paris"] == "24 mai 2027 à 21 h 59"
    assert len(others) == len(TIME_ZONES) - 1
    assert call.closing == "2027-05-24"


pytestmark = pytest.mark.django_db


def test_the_public_page_and_the_lists_name_the_clock():
    call = CallFactory(time_zone="America/Cayenne", closes_at=CLOSES.replace(year=2099))
    for path in (call.get_absolute_url(), "/appels/", "/"):
        page = Client().get(path).content.decode().replace("\u00a0", " ")
        assert "24 mai 2099 à 18 h 59 (heure de Guyane)" in page, path
        assert "(heure de Paris)" not in page


def named(call, email, closes_at, closed_at=None):
    return Extension.objects.create(
        call=call,
        kind=Extension.Kind.NAMED,
        email=email,
        closed_at=closed_at or call.closes_at,
        closes_at=closes_at,
        reason="Hospitalisée.",
        granted_by=UserFactory(),
    )


def test_one_applicant_may_have_a_later_closing():
    call = CallFactory(opens_at=CLOSES - DAY * 30, closes_at=CLOSES)
    named(call, "amel@exemple.fr", CLOSES + DAY)
    late = CLOSES + timedelta(hours=23)
    assert call.takes_deposits_at(late, "amel@exemple.fr")
    assert not call.takes_deposits_at(late, "autre@exemple.fr")
    assert not call.takes_deposits_at(late)
    assert call.phase_at(late, "amel@exemple.fr") == Call.Phase.OPEN
    assert call.phase_at(CLOSES + DAY, "amel@exemple.fr") == Call.Phase.GRACE
    assert call.takes_deposits_at(CLOSES + DAY + GRACE - SECOND, "amel@exemple.fr")
    assert not call.takes_deposits_at(CLOSES + DAY + GRACE, "amel@exemple.fr")
    assert call.own_closing_at("amel@exemple.fr", now=CLOSES - DAY) == CLOSES + DAY
    assert call.own_closing_at("", now=CLOSES - DAY) == CLOSES


def test_before_the_closing_nobody_s_extensions_are_read(django_assert_num_queries):
    call = CallFactory()
    now = call.closes_at - DAY
    with django_assert_num_queries(0):
        assert call.takes_drafts_at(now, "amel@exemple.fr")
    with django_assert_num_queries(1):
        assert call.takes_deposits_at(now, "amel@exemple.fr")


def test_nothing_opens_a_call_that_is_decided_cancelled_or_to_come():
    call = CallFactory(opens_at=CLOSES - DAY * 30, closes_at=CLOSES, results_at=CLOSES + DAY)
    named(call, "amel@exemple.fr", CLOSES + DAY * 9)
    assert not call.takes_deposits_at(CLOSES + DAY * 2, "amel@exemple.fr")
    call.results_at, call.status = None, Call.Status.CANCELLED
    assert not call.takes_drafts_at(CLOSES + DAY * 2, "amel@exemple.fr")
    call.status = Call.Status.PUBLISHED
    assert not call.takes_deposits_at(call.opens_at - SECOND, "amel@exemple.fr")


class TestRolling:
    @pytest.fixture
    def call(self):
        call = CallFactory(is_rolling=True, opens_at=CLOSES - DAY * 30, closes_at=None)
        for number in (1, 2):
            Wave.objects.create(
                call=call, number=number, closes_at=CLOSES + DAY * 90 * (number - 1)
            )
        return call

    def wave(self, call, now, email=""):
        closing = call.closing_met(now, email)
        return closing and call.waves.get(pk=closing.wave).number

    def test_a_deposit_belongs_to_the_first_wave_that_takes_it(self, call):
        assert self.wave(call, CLOSES - SECOND) == 1
        assert self.wave(call, CLOSES + GRACE - SECOND) == 1
        assert self.wave(call, CLOSES + GRACE) == 2
        assert self.wave(call, CLOSES + DAY * 90 + GRACE) is None

    def test_between_two_waves_the_next_closing_is_announced(self, call, time_machine):
        time_machine.move_to(CLOSES + SECOND, tick=False)
        assert call.next_closing_at == CLOSES + DAY * 90
        time_machine.move_to(CLOSES + DAY * 91, tick=False)
        assert call.next_closing_at is None
        assert call.phase == Call.Phase.OPEN
        assert call.takes_drafts_at(CLOSES + DAY * 91)
        assert not call.takes_deposits_at(CLOSES + DAY * 91)

    def test_an_applicant_with_more_time_stays_in_the_wave(self, call):
        named(call, "amel@exemple.fr", CLOSES + DAY, closed_at=CLOSES)
        assert self.wave(call, CLOSES + timedelta(hours=5), "amel@exemple.fr") == 1
        assert self.wave(call, CLOSES + timedelta(hours=5)) == 2
        assert self.wave(call, CLOSES + DAY + GRACE, "amel@exemple.fr") == 2

    def test_a_wave_that_was_extended_since_keeps_its_named_extension(self, call):
        named(call, "amel@exemple.fr", CLOSES + DAY * 3, closed_at=CLOSES)
        call.waves.filter(number=1).update(closes_at=CLOSES + DAY)
        assert self.wave(call, CLOSES + DAY * 2, "amel@exemple.fr") == 1

    def test_a_wave_whose_results_are_out_takes_nothing(self, call):
        call.waves.filter(number=1).update(results_at=CLOSES + DAY)
        named(call, "amel@exemple.fr", CLOSES + DAY * 3, closed_at=CLOSES)
        assert self.wave(call, CLOSES + DAY * 2, "amel@exemple.fr") == 2

    def test_after_its_own_end_the_call_is_closed(self, call):
        Call.objects.filter(pk=call.pk).update(closes_at=CLOSES + DAY * 90)
        call.refresh_from_db()
        assert call.phase_at(CLOSES + DAY * 90 + GRACE) == Call.Phase.CLOSED

    def test_a_list_reads_waves_once(self, call, same_queries):
        def add():
            more = CallFactory(is_rolling=True, closes_at=None)
            Wave.objects.create(call=more, number=1, closes_at=CLOSES.replace(year=2099))

        same_queries(lambda: Client().get("/appels/"), add)
