"""What the worker computes for a jury: queued once, made once, replayable, told when it fails."""

import pytest
from django.utils import timezone

from essaim.jury import actions
from essaim.jury.actions import computing as acts
from essaim.jury.computing import KINDS, compute
from essaim.jury.computing.found import Found
from essaim.jury.exceptions import ComputationUnderWay, TooFewReaders
from essaim.jury.models import Computation
from tests.personas import client_of

pytestmark = pytest.mark.django_db
RANKING = Computation.Kind.RANKING


@pytest.fixture
def answering(monkeypatch):
    """Make the ranking answer what a test wants."""

    def answer(function):
        monkeypatch.setitem(KINDS, RANKING, function)

    return answer


def _ask(people, **parameters):
    return actions.ask_computation(people.panel, RANKING, parameters, people.manager)


def test_the_same_computation_asked_twice_is_queued_once(people):
    first = _ask(people)
    assert _ask(people) == first
    with pytest.raises(ComputationUnderWay):
        _ask(people, weights={"utilite": 2})
    with pytest.raises(ComputationUnderWay):
        actions.ask_trial(people.panel, RANKING, {}, people.manager)


def test_a_result_is_kept_with_what_replays_it(people, answering):
    answering(lambda asked: Found({"seed": asked.seed}, "a" * 64, "1"))
    made = compute(_ask(people))
    made.refresh_from_db()
    assert (made.status, made.result) == ("ready", {"seed": made.seed})
    assert (made.instance_hash, made.code_version) == ("a" * 64, "1")
    assert Computation.objects.latest_ready(people.panel, RANKING) == made


def test_a_trial_is_never_taken_for_the_figures_of_the_jury(people, answering):
    answering(lambda asked: Found({}, "", "1"))
    compute(actions.ask_trial(people.panel, RANKING, {"without": "x"}, people.manager))
    assert Computation.objects.latest_ready(people.panel, RANKING) is None


def test_a_computation_begun_elsewhere_is_left_alone(people, answering):
    answering(lambda asked: Found({}, "", "1"))
    asked = _ask(people)
    stale = Computation.objects.get(pk=asked.pk)
    compute(asked)
    at = Computation.objects.get(pk=asked.pk).ready_at
    compute(stale)
    assert Computation.objects.get(pk=asked.pk).ready_at == at


def test_a_rule_broken_is_told_in_its_own_sentence(people, answering):
    def refuse(asked):
        raise TooFewReaders("Invitez un juré.")

    answering(refuse)
    made = compute(_ask(people))
    assert (made.status, made.error) == ("failed", "Invitez un juré.")


def test_a_fault_keeps_its_trace_for_the_site_and_a_sentence_for_the_jury(
    people, answering, caplog
):
    answering(lambda asked: {}["nothing"])
    made = compute(_ask(people))
    assert made.status == "failed"
    assert "Redemandez-le" in made.error
    assert "KeyError" in caplog.text
    assert _ask(people) != made


class Process:
    """A process of the worker that ends with ``code`` at once."""

    def __init__(self, code):
        self.code = code

    def wait(self, timeout):
        return self.code


def test_the_worker_starts_one_process_and_fails_the_one_that_died(people, monkeypatch):
    started = []
    monkeypatch.setattr(
        acts.subprocess, "Popen", lambda command: started.append(command) or Process(-9)
    )
    asked = _ask(people)
    assert actions.go_on_computing() == 1
    assert actions.go_on_computing() == 0
    assert started[0][-2:] == ["compute", asked.public_id]
    assert len(started) == 1
    asked.refresh_from_db()
    assert asked.status == "failed"


def test_one_whose_machine_stopped_is_given_up_after_its_lease(people):
    asked = _ask(people)
    Computation.objects.filter(pk=asked.pk).update(
        status="running", lease_until=timezone.now() - Computation.LEASE
    )
    assert actions.go_on_computing() == 0
    asked.refresh_from_db()
    assert asked.status == "failed"


def test_the_page_follows_it_to_its_end(people, answering):
    answering(lambda asked: Found({}, "b" * 64, "1"))
    asked, manager = _ask(people), client_of(people.manager)
    url = asked.get_absolute_url()
    assert "En attente" in manager.get(url).text
    compute(asked)
    told = manager.get(url, {"dit": "queued"}, headers={"HX-Request": "true"}).text
    assert "Le calcul est terminé." in told
    assert "Voir le résultat" in told
    assert "b" * 64 in manager.get(url).text
    assert client_of(people.juror).get(url).status_code == 404
