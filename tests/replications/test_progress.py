from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaim.base.states import IllegalTransition, StateChanged
from essaim.replications import actions
from essaim.replications.actions.progress import months_of
from essaim.replications.models import Replication
from tests.personas import client_of
from tests.replications.made import Status, published_version, replicate


@pytest.fixture
def mine(people, version):
    return replicate(version, declared_by=people.adopter, status=Status.STUDYING)


@pytest.mark.django_db
def test_step_by_step_on_the_page(people, mine, refreshed):
    client = client_of(people.adopter)
    url = mine.get_absolute_url() + "avancer/"
    assert "À l’étude" in client.get(url).text
    client.post(url, {"to": "in_service", "since": "2026-09"})
    assert refreshed(mine).status_sentence == "En service depuis septembre 2026"
    refused = client.post(url, {"to": "abandoned"})
    assert "Choisissez la raison" in refused.text
    client.post(url, {"to": "abandoned", "abandon_reason": "staff", "note": "Deux départs"})
    page = client_of(None).get(mine.get_absolute_url()).text
    assert "Manque de personnes" in page
    assert "Deux départs" in page
    assert "Cette reprise est terminée" in client.get(url).text


@pytest.mark.django_db
def test_guards(people, mine, refreshed):
    with pytest.raises(actions.NotYourReplication):
        actions.move_forward(mine, Status.DECIDED, people.juror)
    with pytest.raises(IllegalTransition):
        actions.move_forward(mine, Status.INTERESTED, people.adopter)
    with pytest.raises(actions.ReasonMissing):
        actions.abandon(mine, "", "", people.adopter)
    stale = refreshed(mine)
    actions.move_forward(mine, Status.DECIDED, people.adopter)
    with pytest.raises(StateChanged):
        actions.move_forward(stale, Status.UNDERWAY, people.adopter)


@pytest.mark.django_db
def test_suspend_and_resume(people, mine, refreshed):
    actions.move_forward(mine, Status.SUSPENDED, people.adopter, note="Élections")
    actions.move_forward(mine, Status.UNDERWAY, people.adopter)
    assert refreshed(mine).status == Status.UNDERWAY


@pytest.mark.django_db
def test_sustained_takes_24_months(people, version):
    young = replicate(version, declared_by=people.adopter, since="2999-01")
    undated = replicate(version, declared_by=people.adopter)
    old = replicate(version, declared_by=people.adopter, since="2019")
    for replication in (young, undated):
        with pytest.raises(actions.TooSoon):
            actions.move_forward(replication, Status.SUSTAINED, people.adopter)
    actions.move_forward(old, Status.SUSTAINED, people.adopter)
    assert old.since == "2019"


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_months_elapsed_never_exceed_the_truth(since, today):
    exact = (today.year - since.year) * 12 + today.month - since.month
    assert months_of(since.isoformat(), today) == months_of(f"{since:%Y-%m}", today) == exact
    assert months_of(f"{since:%Y}", today) <= exact


def test_every_state_has_a_colour_free_sentence():
    for status in Status:
        assert Replication(status=status).status_sentence[0].isupper()


@pytest.mark.django_db
def test_the_log_tells_the_way(people, mine):
    actions.move_forward(mine, Status.DECIDED, people.adopter, note="Conseil du 3 mars")
    page = client_of(None).get(mine.get_absolute_url()).text
    assert "Décidée" in page
    assert "Conseil du 3 mars" not in page


@pytest.mark.django_db
def test_the_contact_address_keeps_the_record_when_its_author_has_left(people):
    replication = replicate(published_version(), contact_email=people.juror.email.upper())
    actions.move_forward(replication, Status.SUSPENDED, people.juror)
