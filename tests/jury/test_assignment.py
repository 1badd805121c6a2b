"""Who reads what: the proved optima of the data files, and every rule on small instances."""

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essaim.jury.assignment import (
    Kind,
    Unservable,
    build,
    difference,
    fair_plan,
    highest_worst,
    largest_total,
)
from tests.jury.published import proved


def published(kind):
    """The instance of a data file, and its proved figures."""
    return proved(kind) or pytest.skip("the data files of the jury are absent")


@pytest.mark.parametrize("kind", ["easy", "hard"])
def test_the_published_optima_are_reached(kind):
    instance, expected = published(kind)
    assert largest_total(instance).objective == pytest.approx(float(expected["max_total"]))
    exact = highest_worst(instance)
    assert exact.worst_sum == pytest.approx(float(expected["max_min_application_sum"]))
    assert exact.objective == pytest.approx(float(expected["max_total_given_maxmin"]))


@pytest.mark.parametrize("kind", ["easy", "hard"])
def test_the_fair_plan_costs_one_percent_at_most_and_lifts_the_worst_served(kind):
    instance, expected = published(kind)
    plan, best = fair_plan(instance), largest_total(instance)
    assert plan.objective >= 0.99 * float(expected["max_total"])
    assert plan.worst_sum >= best.worst_sum
    assert plan.affinities.min() >= plan.floor
    assert plan.parts == 1
    assert np.bincount(plan.pairs[:, 0], minlength=50).tolist() == [3] * 50
    assert int(expected["load_min"]) <= plan.loads.min()
    assert plan.loads.max() <= int(expected["load_max"])


@st.composite
def instances(draw):
    n, m = draw(st.integers(1, 3)), draw(st.integers(1, 4))
    affinity = np.array(
        draw(st.lists(st.lists(st.integers(0, 30), min_size=m, max_size=m), min_size=n, max_size=n))
    )
    barred = draw(st.sets(st.tuples(st.integers(0, n - 1), st.integers(0, m - 1)), max_size=4))
    most = draw(st.lists(st.integers(0, 3), min_size=m, max_size=m))
    return affinity / 10, barred, draw(st.integers(1, 2)), most


def best_by_hand(affinity, barred, wanted, most) -> float | None:
    """The largest total over every possible plan; None when there is none."""
    n, m = affinity.shape
    choices = [
        [c for c in combinations(range(m), wanted) if all((i, j) not in barred for j in c)]
        for i in range(n)
    ]
    totals = [
        sum(affinity[i, j] for i, readers in enumerate(plan) for j in readers)
        for plan in product(*choices)
        if all(sum(j in readers for readers in plan) <= most[j] for j in range(m))
    ]
    return max(totals, default=None)


@settings(max_examples=150, deadline=None)
@given(instances())
def test_the_largest_total_is_that_of_brute_force_and_a_cut_is_a_true_cut(case):
    affinity, barred, wanted, most = case
    n, m = affinity.shape
    instance = build(range(n), range(m), affinity, wanted=wanted, load_max=most, forbidden=barred)
    expected = best_by_hand(affinity, barred, wanted, most)
    if expected is None:
        with pytest.raises(Unservable) as refused:
            largest_total(instance)
        for short in refused.value.shortages:
            assert short.kind == Kind.READERS
            possible = sum(
                min(
                    most[j],
                    sum((i, j) not in barred for i in short.applications),
                )
                for j in short.jurors
            )
            assert possible < wanted * len(short.applications)
        return
    for plan in (largest_total(instance), fair_plan(instance)):
        assert not set(plan.readings) & barred
        assert (plan.loads <= most).all()
        assert np.bincount(plan.pairs[:, 0], minlength=n).tolist() == [wanted] * n
    assert largest_total(instance).objective == pytest.approx(expected)
    fair = fair_plan(instance)  # joining a graph in several parts may cost more
    assert fair.joined or fair.objective >= 0.99 * expected - 0.001


def test_pinned_and_opened_readings_stay_and_the_same_instance_gives_the_same_plan():
    affinity = np.random.default_rng(4).random((12, 6))
    rules = {"wanted": 2, "load_max": 6}
    first = fair_plan(build(range(12), "ABCDEF", affinity, **rules))
    assert first.record() == fair_plan(build(range(12), "ABCDEF", affinity, **rules)).record()
    least = int(np.argmin(affinity[11]))
    kept = [pair for pair in first.readings if pair[0] < 4]
    again = fair_plan(
        build(
            range(12),
            "ABCDEF",
            affinity,
            pinned=[(11, "ABCDEF"[least])],
            locked=kept,
            existing=first.readings,
            **rules,
        )
    )
    assert (11, "ABCDEF"[least]) in again.readings
    assert set(kept) <= set(again.readings)
    told = difference(first, again)
    assert not told.lost
    assert not {pair[0] for pair in told.moved} & {0, 1, 2, 3}
