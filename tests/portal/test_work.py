"""The worker: it does what is due, survives what is down, and stops when asked."""

import io
import os
import signal
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import OperationalError

from essaim.accounts import actions
from essaim.accounts.models import OutboxMail
from essaim.portal.jobs import JOBS, Job
from essaim.portal.management.commands import work

pytestmark = pytest.mark.django_db


def test_once_sends_all_that_is_due():
    for n in range(25):
        actions.send_sign_in_code(f"a{n}@mairie.fr", "123456")
    call_command("work", "--once")
    assert OutboxMail.objects.filter(status=OutboxMail.Status.SENT).count() == 25


def test_every_job_may_be_run_when_there_is_nothing_to_do():
    assert [job.run() for job in JOBS] == [0] * len(JOBS)


@pytest.mark.parametrize(
    "error", [OperationalError("base fermée"), ConnectionRefusedError("relais")]
)
def test_it_waits_longer_and_longer_while_something_is_down(monkeypatch, error):
    def down():
        raise error

    monkeypatch.setattr(work.connections, "close_all", lambda: None)
    monkeypatch.setattr(work.time, "monotonic", lambda: 0.0)
    command = work.Command(stderr=io.StringIO())
    turn = work.Turn(Job("mails", down, timedelta(seconds=1)))
    pauses = []
    for _round in range(8):
        command.take(turn)
        pauses.append(turn.due)
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60]
    assert str(error) in command.stderr._out.getvalue()


def test_it_hurries_while_there_is_work_and_rests_otherwise(monkeypatch):
    monkeypatch.setattr(work.time, "monotonic", lambda: 100.0)
    left = [3, 0]
    turn = work.Turn(Job("mails", lambda: left.pop(0), timedelta(seconds=7)))
    dues = []
    for _round in range(2):
        work.Command().take(turn)
        dues.append(turn.due)
    assert dues == [100, 107]


def test_sigterm_stops_it_after_the_job_in_hand(monkeypatch):
    before = {name: signal.getsignal(name) for name in (signal.SIGTERM, signal.SIGINT)}
    rounds = []

    def deliver():
        rounds.append(1)
        os.kill(os.getpid(), signal.SIGTERM)
        return 1

    monkeypatch.setattr(work, "JOBS", [Job("mails", deliver, timedelta(0))])
    try:
        call_command("work")
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)
    assert rounds == [1]
