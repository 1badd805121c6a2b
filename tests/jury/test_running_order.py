"""The running order spares comings and goings."""

import random
from itertools import permutations
from time import perf_counter

from hypothesis import given
from hypothesis import strategies as st

from essaim.jury.running_order import movements, running_order

recusals = st.lists(st.frozensets(st.integers(0, 5), max_size=4), max_size=6).map(
    lambda rooms: dict(enumerate(rooms))
)


def big_sitting():
    """Forty files, twelve jurors, one link in ten."""
    dice = random.Random(7)
    return {file: {j for j in range(12) if dice.random() < 0.1} for file in range(40)}


@given(recusals)
def test_every_file_comes_once_and_all_who_leave_return(recused):
    order = running_order(recused)
    assert sorted(order) == sorted(recused)
    assert movements(recused, order) >= 2 * len(set().union(*recused.values()))
    assert order == running_order(dict(recused))


@given(recusals)
def test_no_reversal_of_a_stretch_spares_a_crossing(recused):
    order = running_order(recused)
    best = movements(recused, order)
    for start in range(len(order)):
        for stop in range(start + 2, len(order) + 1):
            turned = [*order[:start], *order[start:stop][::-1], *order[stop:]]
            assert movements(recused, turned) >= best


def test_a_small_sitting_is_ordered_at_best():
    recused = {"a": {1}, "b": {2}, "c": {1, 2}, "d": set(), "e": {1}}
    best = min(movements(recused, order) for order in permutations(recused))
    assert movements(recused, running_order(recused)) == best


def test_forty_files_take_less_than_a_tenth_of_a_second():
    recused = big_sitting()
    start = perf_counter()
    order = running_order(recused)
    assert perf_counter() - start < 0.1
    assert movements(recused, order) <= 0.6 * movements(recused, recused)
