"""F10: killed between any two steps, a deposit or a publication is all there or not at all."""

import json

import pytest

pytestmark = pytest.mark.faults


@pytest.mark.parametrize("act", ["deposit", "publication"])
def test_f10_all_or_nothing(site, act):
    found = json.loads(site.python("-m", "tests.faults.points", act))
    assert found["halves"] == []
    assert found["points"] >= 40
    assert site.violations() == []
    print(f"F10: {act}, {found['points']} points")


def test_f22_results_show_all_at_once_or_not_at_all(site):
    """The publication by the worker, killed at each of its points: one hundred at least."""
    found = json.loads(site.python("-m", "tests.faults.points", "results"))
    assert found["halves"] == []
    assert found["points"] >= 100
    assert site.violations() == []
    print(f"F22: {found['points']} points")
