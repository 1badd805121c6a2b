import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaim.jury.scores import criterion_means, spread, weighted_mean

KEYS = "abcde"
weights = st.fixed_dictionaries({key: st.integers(1, 100) for key in KEYS})
marks = st.fixed_dictionaries({key: st.none() | st.integers(0, 4) for key in KEYS})


def test_sans_avis_is_left_out_and_never_a_zero():
    weighted = {"a": 75, "b": 25}
    assert weighted_mean({"a": 4, "b": None}, weighted) == 4
    assert weighted_mean({"a": 4, "b": 0}, weighted) == 3
    assert weighted_mean({"a": None, "b": None}, weighted) is None
    assert spread([{"a": None}], weighted).mean is None
    assert spread([{"a": None}], weighted).readings == 1
    assert spread([{"a": 2}], weighted).deviation is None
    assert criterion_means([{"a": 1}, {"a": None}, {"a": 2}], ["a", "b"]) == {"a": 1.5, "b": None}


def test_one_file_by_hand():
    found = spread([{"a": 4, "b": 0}, {"a": 1, "b": None}], {"a": 75, "b": 25})
    assert (found.readings, found.mean, found.low, found.high) == (2, 2, 1, 3)
    assert found.deviation == pytest.approx(2**0.5)


@given(weights, st.lists(marks, max_size=8), st.randoms())
def test_the_order_of_readers_and_criteria_changes_nothing(weighted, readings, random):
    shuffled = [dict(random.sample(list(r.items()), len(r))) for r in readings]
    random.shuffle(shuffled)
    assert spread(shuffled, weighted) == spread(readings, weighted)


@given(weights, marks, st.sampled_from(KEYS))
def test_a_criterion_without_opinion_is_as_if_it_did_not_exist(weighted, given_marks, key):
    given_marks = {**given_marks, key: None}
    without = {k: mark for k, mark in given_marks.items() if k != key}
    assert weighted_mean(given_marks, weighted) == weighted_mean(without, weighted)


@given(weights, marks)
def test_a_mark_stays_within_what_was_given(weighted, given_marks):
    mean = weighted_mean(given_marks, weighted)
    answered = [mark for mark in given_marks.values() if mark is not None]
    assert (mean is None) == (not answered)
    if answered:
        assert min(answered) - 1e-9 <= mean <= max(answered) + 1e-9


@given(weights, st.integers(0, 4))
def test_the_same_mark_everywhere_is_that_mark(weighted, mark):
    assert weighted_mean(dict.fromkeys(KEYS, mark), weighted) == pytest.approx(mark)
