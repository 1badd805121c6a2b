"""More time: for all, for one named applicant, or after the site itself failed."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from essaim.accounts.models import Heartbeat, LogEntry
from essaim.calls import actions
from essaim.calls.exceptions import NoOutage, NotExtendable
from essaim.calls.models import Call, Extension
from essaim.calls.outages import outages, proposal, rounded_up
from tests.factories import CallFactory, TeamMemberFactory, UserFactory
from tests.personas import client_of

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
CLOSES = datetime(2027, 5, 24, 16, 0, tzinfo=UTC)


@pytest.fixture
def call(time_machine):
    time_machine.move_to(CLOSES - DAY, tick=False)
    return CallFactory(slug="appel", opens_at=CLOSES - DAY * 30, closes_at=CLOSES)


@pytest.fixture
def manager(call):
    return TeamMemberFactory(programme=call.programme).user


def beat(start: datetime, end: datetime) -> None:
    """One heartbeat a minute, ends included."""
    minutes = int((end - start) / MINUTE)
    Heartbeat.objects.bulk_create(Heartbeat(at=start + MINUTE * n) for n in range(minutes + 1))


class TestForAll:
    def test_the_closing_moves_and_the_act_is_kept(self, call, manager):
        given = actions.extend(call, CLOSES + DAY, "Grève des transports.", manager)
        call.refresh_from_db()
        assert call.closes_at == CLOSES + DAY
        assert (given.closed_at, given.kind) == (CLOSES, Extension.Kind.GENERAL)
        assert LogEntry.objects.get(verb="extend").actor == manager

    def test_everyone_reads_it_on_the_page_and_in_the_calendar(self, call, manager):
        actions.extend(call, CLOSES + DAY, "Grève des transports.", manager)
        page = Client().get("/appels/appel/").text.replace("\u00a0", " ")
        assert "Clôture prolongée jusqu’au 25 mai 2027 à 18 h 00 (heure de Paris)" in page
        assert "au lieu du 24 mai 2027" in page
        assert "Grève des transports." in page
        ics = Client().get("/appels/calendrier.ics").content.decode()
        assert "DTSTART:20270525T160000Z" in ics
        assert "prolong" in ics

    def test_a_closed_call_reopens_until_its_results_are_out(self, call, manager, time_machine):
        time_machine.move_to(CLOSES + HOUR, tick=False)
        actions.extend(call, CLOSES + DAY, "Incendie.", manager)
        call.refresh_from_db()
        assert call.phase == Call.Phase.OPEN
        actions.record_results(call, manager)
        with pytest.raises(NotExtendable):
            actions.extend(call, CLOSES + DAY * 2, "Encore.", manager)

    @pytest.mark.parametrize("shift", [-DAY, timedelta(0), -HOUR * 30])
    def test_time_is_only_given(self, call, manager, shift):
        with pytest.raises(NotExtendable, match="après l’ancienne"):
            actions.extend(call, CLOSES + shift, "Avancer.", manager)

    def test_a_reason_and_a_manager_are_needed(self, call, manager):
        with pytest.raises(actions.ReasonMissing):
            actions.extend(call, CLOSES + DAY, "  ", manager)
        with pytest.raises(actions.NotManager):
            actions.extend(call, CLOSES + DAY, "Pour moi.", UserFactory())
        call.refresh_from_db()
        assert call.closes_at == CLOSES
        assert not Extension.objects.exists()

    def test_a_wave_is_extended_before_the_next_one(self, call, manager):
        Call.objects.filter(pk=call.pk).update(is_rolling=True, closes_at=CLOSES + DAY * 60)
        call.refresh_from_db()
        first = actions.add_wave(call, CLOSES, manager)
        last = actions.add_wave(call, CLOSES + DAY * 60, manager)
        with pytest.raises(NotExtendable):
            actions.extend(call, CLOSES + DAY, "Sans vague.", manager)
        with pytest.raises(NotExtendable, match="vague suivante"):
            actions.extend(call, CLOSES + DAY * 60, "Trop loin.", manager, wave=first)
        actions.extend(call, CLOSES + DAY, "Grève.", manager, wave=first)
        actions.extend(call, CLOSES + DAY * 61, "Grève.", manager, wave=last)
        call.refresh_from_db()
        assert [wave.closes_at for wave in call.waves.all()] == [CLOSES + DAY, CLOSES + DAY * 61]
        assert call.closes_at == CLOSES + DAY * 61

    def test_by_the_page(self, call, manager):
        client, url = client_of(manager), "/appels/appel/prolonger/"
        page = client.get(url).text
        assert 'value="2027-05-24T18:00"' in page
        wrong = client.post(url, {"closes_at": "2027-05-20T18:00", "reason": "Grève."})
        assert "après l’ancienne" in wrong.text
        assert "Grève." in wrong.text
        client.post(url, {"closes_at": "2027-05-26T18:00", "reason": "Grève."})
        page = client.get("/appels/appel/gerer/").text
        assert "Grève." in page
        assert "Pour tous" in page


class TestForOne:
    def test_nothing_public_says_it(self, call, manager):
        before = Client().get("/appels/appel/").text, Client().get("/appels/calendrier.ics").text
        actions.extend_for(call, " Amel@Exemple.FR ", CLOSES + DAY, "Hospitalisée.", manager)
        call.refresh_from_db()
        assert call.closes_at == CLOSES
        assert Extension.objects.get().email == "amel@exemple.fr"
        page = Client().get("/appels/appel/").text
        assert "Hospitalisée" not in page
        assert len(page) == len(before[0])
        assert Client().get("/appels/calendrier.ics").text == before[1]

    def test_by_the_page(self, call, manager):
        client = client_of(manager)
        sent = {"email": "amel@exemple.fr", "closes_at": "2027-05-26T18:00", "reason": "Hôpital."}
        client.post("/appels/appel/prolonger/une-personne/", sent)
        page = client.get("/appels/appel/gerer/").text
        assert "amel@exemple.fr" in page
        assert "Hôpital." in page

    def test_the_list_costs_the_same_with_three(self, call, manager, same_queries):
        client = client_of(manager)
        same_queries(
            lambda: client.get("/appels/appel/gerer/"),
            lambda: actions.extend_for(call, "a@b.fr", CLOSES + DAY, "Raison.", manager),
        )


class TestOutages:
    @given(lengths=st.lists(st.integers(1, 40), max_size=20))
    def test_only_gaps_of_more_than_five_minutes_count(self, lengths):
        beats = [CLOSES]
        for minutes in lengths:
            beats.append(beats[-1] + MINUTE * minutes)
        found = outages(beats)
        assert [outage.length // MINUTE for outage in found] == [n for n in lengths if n > 5]

    @pytest.mark.parametrize(
        ("minutes", "proposed"), [(6, 15), (15, 15), (16, 30), (45, 45), (61, 75)]
    )
    def test_the_length_is_rounded_up_to_the_quarter(self, minutes, proposed):
        assert rounded_up(MINUTE * minutes) == MINUTE * proposed

    def test_an_outage_before_the_closing_is_proposed(self, call, time_machine):
        beat(CLOSES - HOUR * 6, CLOSES - MINUTE * 50)
        beat(CLOSES - MINUTE * 30, CLOSES - MINUTE * 20)
        now = CLOSES - MINUTE * 20
        time_machine.move_to(now, tick=False)
        found = proposal(call, now)
        assert (found.length_minutes, found.closes_at) == (30, CLOSES + MINUTE * 30)

    def test_an_outage_across_the_closing_counts_whole_and_from_now(self, call, time_machine):
        beat(CLOSES - HOUR * 6, CLOSES - MINUTE * 20)
        beat(CLOSES + MINUTE * 50, CLOSES + MINUTE * 58)
        now = CLOSES + MINUTE * 58
        time_machine.move_to(now, tick=False)
        found = proposal(call, now)
        assert found.length_minutes == 75
        assert found.closes_at == CLOSES + MINUTE * 135  # 16:58 + 1 h 15, to the next quarter

    @pytest.mark.parametrize(
        ("first", "last", "again"),
        [
            (-360, -300, -290),  # more than two hours before now
            (-360, -10, -5),  # five minutes are tolerated
        ],
    )
    def test_what_is_short_or_old_is_not(self, call, first, last, again, time_machine):
        beat(CLOSES + MINUTE * first, CLOSES + MINUTE * last)
        beat(CLOSES + MINUTE * again, CLOSES)
        time_machine.move_to(CLOSES, tick=False)
        assert proposal(call, CLOSES) is None

    def test_what_is_not_known_is_no_outage(self, call):
        assert proposal(call, CLOSES) is None
        beat(CLOSES - MINUTE * 40, CLOSES - MINUTE * 30)  # nothing before, nothing after
        assert proposal(call, CLOSES) is None

    def test_a_heartbeat_of_the_future_is_not_read(self, call):
        """The clock had jumped one day ahead, then came back."""
        beat(CLOSES - HOUR * 3, CLOSES)
        beat(CLOSES + DAY, CLOSES + DAY + HOUR)
        assert proposal(call, CLOSES) is None

    def test_one_button_extends_once(self, call, manager, time_machine):
        beat(CLOSES - HOUR * 3, CLOSES - MINUTE * 40)
        beat(CLOSES - MINUTE * 18, CLOSES - MINUTE * 10)
        time_machine.move_to(CLOSES - MINUTE * 10, tick=False)
        client = client_of(manager)
        assert "Prolonger de 30" in client.get("/appels/appel/gerer/").text
        client.post("/appels/appel/prolonger/interruption/")
        call.refresh_from_db()
        assert call.closes_at == CLOSES + MINUTE * 30
        given = Extension.objects.get()
        assert given.kind == Extension.Kind.OUTAGE
        assert "17\u00a0h\u00a020" in given.reason
        assert "Prolonger de 30" not in client.get("/appels/appel/gerer/").text
        assert client.post("/appels/appel/prolonger/interruption/").status_code == 409
        assert "n’a pas répondu" in Client().get("/appels/appel/").text
        with pytest.raises(NoOutage):
            actions.extend_after_outage(call, manager)

    def test_the_wave_that_has_just_closed_is_given_its_time_back(
        self, call, manager, time_machine
    ):
        Call.objects.filter(pk=call.pk).update(is_rolling=True, closes_at=None)
        call.refresh_from_db()
        actions.add_wave(call, CLOSES, manager)
        actions.add_wave(call, CLOSES + DAY * 90, manager)
        beat(CLOSES - HOUR * 3, CLOSES - MINUTE * 30)
        beat(CLOSES, CLOSES + MINUTE * 10)
        time_machine.move_to(CLOSES + MINUTE * 10, tick=False)
        actions.extend_after_outage(call, manager)
        assert call.waves.get(number=1).closes_at == CLOSES + MINUTE * 45

    def test_a_call_that_is_decided_or_to_come_has_nothing_to_propose(self, call, manager):
        beat(CLOSES - HOUR * 3, CLOSES - MINUTE * 40)
        beat(CLOSES - MINUTE * 18, CLOSES)
        assert proposal(call, CLOSES)
        call.results_at = CLOSES
        assert proposal(call, CLOSES) is None
        assert timezone.now() < CLOSES
