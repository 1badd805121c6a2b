"""What the tests of a call under preparation share."""

from datetime import timedelta

import pytest
from django.utils import timezone

from essaim.calls import actions
from tests.factories import (
    TeamMemberFactory,
)
from tests.personas import client_of

URL = "/appels/appel/"


@pytest.fixture
def manager():
    return TeamMemberFactory().user


@pytest.fixture
def client(manager):
    return client_of(manager)


@pytest.fixture
def call(manager):
    programme = manager.team_roles.get().programme
    return actions.create_call(programme, manager, title="Appel", slug="appel")


def publish(call, manager) -> None:
    now = timezone.now()
    dates = {"opens_at": now - timedelta(days=1), "closes_at": now + timedelta(days=9)}
    actions.edit_call(call, manager, summary="a", eligibility="b", offer="c", **dates)
    actions.publish_rules(call, "Article 1 – Objet", manager)
    actions.publish(call, manager)


def read(client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return " ".join(answer.content.decode().replace("\u00a0", " ").split())
