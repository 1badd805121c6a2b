"""S21: five thousand acts of anybody in a jury, in any order: refused or done, never half done."""

import pytest

from tests.faults.site import scaled
from tests.jury.machine import JuryMachine, walk

pytestmark = [pytest.mark.faults, pytest.mark.django_db]


def test_s21_whatever_anybody_tries_the_jury_holds():
    walk(scaled(5_000))
    refused = JuryMachine.tried.total() - JuryMachine.tried["done"]
    assert refused >= scaled(600)
    print(f"S21: {JuryMachine.tried}")
