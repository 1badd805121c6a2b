"""A rolling call goes on from wave to wave: announced, moved while far, frozen once closed."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from essaim.accounts.models import LogEntry
from essaim.calls import actions
from essaim.calls.exceptions import CallNotReady, WaveFrozen, WaveMisplaced
from essaim.calls.models import Call
from tests.factories import ApplicationFactory, CallFactory, TeamMemberFactory, UserFactory
from tests.personas import client_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def call():
    return CallFactory(is_rolling=True, closes_at=None, slug="permanent")


@pytest.fixture
def manager(call):
    return TeamMemberFactory(programme=call.programme).user


@pytest.fixture
def add(call, manager):
    return lambda days, **known: actions.add_wave(
        call, timezone.now() + DAY * days, manager, **known
    )


def read(path: str) -> str:
    return " ".join(Client().get(path).content.decode().replace("\u00a0", " ").split())


def test_waves_are_numbered_in_the_order_of_their_closings(add, call):
    assert [add(days).number for days in (10, 20, 30)] == [1, 2, 3]
    assert LogEntry.objects.filter(verb="add_wave").count() == 3
    for days in (-1, 15, 29):
        with pytest.raises(WaveMisplaced):
            add(days)
    assert call.waves.count() == 3


def test_a_wave_closes_within_the_dates_of_its_call(call, manager):
    Call.objects.filter(pk=call.pk).update(
        opens_at=timezone.now() + DAY * 5, closes_at=timezone.now() + DAY * 50
    )
    for days in (4, 51):
        with pytest.raises(WaveMisplaced):
            actions.add_wave(call, timezone.now() + DAY * days, manager)


def test_only_a_rolling_call_still_to_be_decided_has_waves(manager, call):
    others = [
        CallFactory(programme=call.programme),
        CallFactory(programme=call.programme, is_rolling=True, status=Call.Status.ARCHIVED),
    ]
    for other in others:
        with pytest.raises(WaveFrozen):
            actions.add_wave(other, timezone.now() + DAY, manager)
    with pytest.raises(actions.NotManager):
        actions.add_wave(call, timezone.now() + DAY, UserFactory())


def test_a_wave_that_is_far_moves_the_next_one_does_not(add, manager):
    first, second = add(10), add(20)
    with pytest.raises(WaveFrozen, match="prolongation"):
        actions.edit_wave(first, timezone.now() + DAY * 9, manager)
    actions.edit_wave(first, first.closes_at, manager, results_expected="2099-07")
    moved = actions.edit_wave(second, timezone.now() + DAY * 12, manager)
    assert moved.closes_at < second.closes_at
    with pytest.raises(WaveMisplaced):
        actions.edit_wave(moved, timezone.now() + DAY * 5, manager)


def test_the_waves_of_a_draft_move_freely(manager, call):
    Call.objects.filter(pk=call.pk).update(status=Call.Status.DRAFT)
    wave = actions.add_wave(call, timezone.now() + DAY * 10, manager)
    actions.edit_wave(wave, timezone.now() + DAY * 9, manager)
    actions.remove_wave(wave, manager)


def test_a_closed_wave_is_frozen(add, manager, time_machine):
    wave = add(10)
    time_machine.move_to(wave.closes_at)
    with pytest.raises(WaveFrozen):
        actions.edit_wave(wave, timezone.now() + DAY, manager)
    with pytest.raises(WaveFrozen):
        actions.remove_wave(wave, manager)


def test_a_wave_with_applications_is_kept(add, call, manager):
    wave = add(10)
    ApplicationFactory(call=call, wave=wave, status="submitted", submitted_at=timezone.now())
    with pytest.raises(WaveFrozen, match="déposées"):
        actions.remove_wave(wave, manager)
    assert call.waves.exists()


def test_a_rolling_call_is_published_with_a_wave_to_come(call, manager):
    Call.objects.filter(pk=call.pk).update(
        status=Call.Status.DRAFT, summary="x", eligibility="x", offer="x"
    )
    call.refresh_from_db()
    actions.set_default_questions(call, manager)
    actions.set_default_grid(call, manager)
    actions.publish_rules(call, "Article 1", manager)
    with pytest.raises(CallNotReady) as refused:
        actions.publish(call, manager)
    assert [str(sentence) for sentence in refused.value.missing] == ["Annoncez une vague à venir."]
    actions.add_wave(call, timezone.now() + DAY, manager)
    actions.publish(call, manager)


def test_a_call_without_end_is_archived_once_no_wave_is_left(add, call, manager, time_machine):
    add(10)
    assert not actions.can_be_archived(call)
    time_machine.move_to(timezone.now() + DAY * 11)
    actions.archive(call, manager)


def test_everyone_reads_the_next_closing_and_the_expected_replies(call, manager, time_machine):
    paris = ZoneInfo("Europe/Paris")
    for month, reply in ((3, "2098-05"), (9, "2098-11")):
        actions.add_wave(call, datetime(2098, month, 1, 18, tzinfo=paris), manager, reply)
    page = read("/appels/permanent/")
    assert "Candidatures jusqu’au <strong>1 mars 2098 à 18 h 00 (heure de Paris)" in page
    assert "réponse attendue : mai 2098" in page
    assert "clôture : 1 septembre 2098 à 18 h 00 (heure de Paris)" in page
    ics = Client().get("/appels/calendrier.ics").content.decode()
    assert "20980301T170000Z" in ics
    assert "20980901T160000Z" in ics
    actions.record_wave_results(call.waves.get(number=1), manager)
    page = read("/appels/permanent/")
    assert "résultats publiés le" in page
    assert "Candidatures jusqu’au <strong>1 septembre 2098" in page


def test_without_wave_announced_the_pages_say_so(call, manager):
    for path in ("/appels/permanent/", "/appels/", "/"):
        page = read(path)
        assert "None" not in page
        assert "usqu’au" not in page.split("<footer")[0]
    assert "Prochaine vague à venir" in read("/appels/")
    assert "Un appel est ouvert, au fil de l’eau." in read("/")
    assert "La prochaine vague n’est pas encore annoncée" in read("/appels/permanent/")
    assert "Aucune vague n’est annoncée" in client_of(manager).get("/appels/permanent/gerer/").text


def test_the_team_announces_changes_and_removes_a_wave(call, manager):
    client = client_of(manager)
    url = "/appels/permanent/vagues/nouvelle/"
    assert "heure de Paris" in client.get(url).text
    wrong = client.post(url, {"closes_at": "2020-01-01T12:00", "results_expected": "2099"})
    assert "doit être à venir" in wrong.text
    assert 'value="2020-01-01T12:00"' in wrong.text
    for year in (2098, 2099):
        sent = {"closes_at": f"{year}-01-01T12:00", "results_expected": f"{year}-03"}
        assert client.post(url, sent).url == "/appels/permanent/gerer/"
    page = client.get("/appels/permanent/gerer/").text
    assert "Vague 1" in page
    assert "mars 2099" in page
    client.post("/appels/permanent/vagues/2/", {"closes_at": "2099-02-01T12:00"})
    assert call.waves.get(number=2).closes_at.month == 2
    client.post("/appels/permanent/vagues/2/retirer/")
    assert call.waves.count() == 1
    assert client.get("/appels/permanent/vagues/2/").status_code == 404
