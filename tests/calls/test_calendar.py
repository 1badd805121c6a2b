"""The calendar file follows RFC 5545."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from essaim.base.icalendar import _fold, escape
from essaim.calls.models import Call
from tests.factories import CallFactory

PARIS = ZoneInfo("Europe/Paris")


def events() -> list[dict]:
    """Each event as {property with its parameters: value}, unfolded."""
    body = Client().get("/appels/calendrier.ics").content.decode()
    assert body.startswith("BEGIN:VCALENDAR\r\n")
    assert body.endswith("END:VCALENDAR\r\n")
    lines = body.replace("\r\n ", "").split("\r\n")
    assert not any("\n" in line or "\r" in line for line in lines)
    found, current = [], {}
    for line in lines:
        name, _colon, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            current = {}
        elif line == "END:VEVENT":
            found.append(current)
        else:
            current[name] = value
    return found


@pytest.mark.django_db
def test_moments_are_in_utc_and_days_are_whole():
    CallFactory(
        slug="appel",
        title="Appel, de mai ; suite",
        opens_at=datetime(2027, 4, 12, 9, 0, tzinfo=PARIS),
        closes_at=datetime(2027, 5, 24, 23, 59, tzinfo=PARIS),
        jury_met="2027-06-30",
    )
    opening, closing, jury = events()
    assert opening["DTSTART"] == "20270412T070000Z"
    assert closing["DTSTART"] == "20270524T215900Z"
    assert closing["UID"] == "appel-closing@testserver"
    assert closing["SUMMARY"].startswith("Appel\\, de mai \\; suite")
    assert jury["DTSTART;VALUE=DATE"] == "20270630"
    assert jury["DTEND;VALUE=DATE"] == "20270701"
    assert len(closing["DTSTAMP"]) == len("20270524T215900Z")


@pytest.mark.django_db
def test_vague_dates_are_left_out():
    CallFactory(
        status=Call.Status.ARCHIVED,
        opens_at=None,
        closes_at=None,
        opened="2020-10",
        closed="2020-12-31",
        jury_met="2021",
    )
    [event] = events()
    assert event["DTSTART;VALUE=DATE"] == "20201231"


@pytest.mark.django_db
def test_identifiers_are_stable_and_unique():
    for _call in range(3):
        CallFactory(results_expected="2099-01-31")
    first = [event["UID"] for event in events()]
    assert len(set(first)) == len(first) == 9
    assert [event["UID"] for event in events()] == first


@pytest.mark.django_db
def test_a_cancelled_call_is_struck_out():
    CallFactory(status=Call.Status.CANCELLED)
    assert {event["STATUS"] for event in events()} == {"CANCELLED"}


@pytest.mark.django_db
def test_one_query_and_no_cookie(same_queries):
    client = Client()
    same_queries(lambda: client.get("/appels/calendrier.ics"), CallFactory)
    assert not client.cookies
    assert client.get("/appels/calendrier.ics")["Content-Type"].startswith("text/calendar")


@given(st.text())
def test_any_text_folds_to_75_octets_and_unfolds_to_itself(text):
    line = escape(text)
    folded = _fold(line)
    assert all(len(part.encode("utf-8", "surrogatepass")) <= 75 for part in folded.split("\r\n"))
    assert folded.replace("\r\n ", "") == line
    assert "\n" not in line
