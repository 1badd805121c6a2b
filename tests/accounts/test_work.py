"""The worker: it survives what is down, and stops when asked."""

import io
import os
import signal
import threading

import pytest
from django.core.management import call_command
from django.db import OperationalError

from essaim.accounts import actions
from essaim.accounts.management.commands import work
from essaim.accounts.models import OutboxMail

pytestmark = pytest.mark.django_db


@pytest.fixture
def command():
    made = work.Command(stderr=io.StringIO())
    made.stopped = threading.Event()
    return made


def test_once_sends_all_that_is_due():
    for n in range(25):
        actions.send_sign_in_code(f"a{n}@mairie.fr", "123456")
    call_command("work", "--once")
    assert OutboxMail.objects.filter(status=OutboxMail.Status.SENT).count() == 25


@pytest.mark.parametrize(
    "error", [OperationalError("base fermée"), ConnectionRefusedError("relais")]
)
def test_it_waits_longer_and_longer_while_something_is_down(command, monkeypatch, error):
    def down():
        raise error

    monkeypatch.setattr(work, "deliver_due", down)
    monkeypatch.setattr(work.connections, "close_all", lambda: None)
    pauses = [work.PAUSE_SECONDS]
    for _round in range(7):
        pauses.append(command.deliver(pauses[-1]))
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60]
    assert str(error) in command.stderr._out.getvalue()


def test_it_hurries_while_there_is_mail_and_rests_otherwise(command):
    actions.send_sign_in_code("a@mairie.fr", "123456")
    assert [command.deliver(1), command.deliver(1)] == [0, work.PAUSE_SECONDS]


def test_sigterm_stops_it_after_the_mail_in_hand(monkeypatch):
    before = {name: signal.getsignal(name) for name in (signal.SIGTERM, signal.SIGINT)}
    rounds = []

    def deliver():
        rounds.append(1)
        os.kill(os.getpid(), signal.SIGTERM)
        return 1

    monkeypatch.setattr(work, "deliver_due", deliver)
    monkeypatch.setattr(work, "PAUSE_SECONDS", 0)
    try:
        call_command("work")
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)
    assert rounds == [1]
