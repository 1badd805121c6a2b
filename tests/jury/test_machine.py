"""The jury walked at random: two hundred steps here, five thousand in tests/faults."""

import pytest

from tests.jury.machine import JuryMachine, walk

pytestmark = pytest.mark.django_db


def test_whatever_anybody_tries_the_jury_holds():
    walk(200)
    assert JuryMachine.tried["done"] >= 10
    assert JuryMachine.tried.total() > 2 * JuryMachine.tried["done"]
