"""Majority judgment: the published cases, and what must hold of any tally."""

import csv
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaim.jury.majority import (
    TallyRefused,
    median_grade,
    normalized,
    ranks,
    settle,
    with_default,
    with_median_default,
)

CASES = Path(__file__).parents[3] / "shared/data/jury/majority_judgment_cases.csv"


def published():
    if not CASES.exists():
        return []
    with CASES.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [(case, list(group)) for case, group in groupby(rows, key=lambda row: row["case"])]


def prepared(rows):
    mode, tallies = rows[0]["mode"], [[*map(int, r["tally_worst_to_best"].split())] for r in rows]
    if mode == "Normalized":
        return normalized(tallies)
    people = int(rows[0]["participants"] or 0)
    if mode == "StaticDefault":
        return [
            with_default(tally, people, int(rows[0]["default_grade"] or 0)) for tally in tallies
        ]
    if mode == "MedianDefault":
        return [with_median_default(tally, people) for tally in tallies]
    return tallies


def test_the_published_cases_are_exact():
    cases = published()
    if not cases:
        pytest.skip("les cas publiés du jugement majoritaire ne sont pas sur cette machine")
    assert (len(cases), sum(len(rows) for _case, rows in cases)) == (12, 51)
    for case, rows in cases:
        assert ranks(prepared(rows)) == [int(r["expected_rank"]) for r in rows], case


def by_removal(tally):
    """The definition, vote by vote."""
    votes = [grade for grade, count in enumerate(tally) for _ in range(count)]
    return [votes.pop((len(votes) - 1) // 2) for _ in range(len(votes))]


@st.composite
def rooms(draw):
    """Two to five files judged by the same voters, with up to five words."""
    grades, voters = draw(st.integers(2, 5)), draw(st.integers(1, 12))
    one = st.lists(st.integers(0, grades - 1), min_size=voters, max_size=voters)
    files = draw(st.lists(one, min_size=2, max_size=5))
    return [[votes.count(grade) for grade in range(grades)] for votes in files]


@given(rooms())
def test_the_ranks_are_those_of_removing_medians_one_by_one(tallies):
    values = [by_removal(tally) for tally in tallies]
    assert ranks(tallies) == [1 + sum(o > v for o in values) for v in values]
    assert [median_grade(tally) for tally in tallies] == [value[0] for value in values]


@given(rooms(), st.randoms(use_true_random=False))
def test_the_order_of_the_files_changes_nothing(tallies, random):
    order = list(range(len(tallies)))
    random.shuffle(order)
    found = ranks(tallies)
    assert ranks([tallies[i] for i in order]) == [found[i] for i in order]


@given(rooms(), st.data())
def test_a_better_word_never_costs_a_place(tallies, data):
    file = data.draw(st.integers(0, len(tallies) - 1))
    lifted = [list(tally) for tally in tallies]
    start = data.draw(st.sampled_from([g for g, count in enumerate(lifted[file]) if count]))
    lifted[file][start] -= 1
    lifted[file][data.draw(st.integers(start, len(lifted[file]) - 1))] += 1
    assert ranks(lifted)[file] <= ranks(tallies)[file]


@given(rooms(), st.integers(1, 10**12))
def test_tallies_of_billions_keep_their_medians_and_true_ties(tallies, times):
    huge = [[count * times for count in tally] for tally in tallies]
    assert [median_grade(tally) for tally in huge] == [median_grade(tally) for tally in tallies]
    equal = [[a == b for b in tallies] for a in tallies]
    assert equal == [[a == b for b in ranks(huge)] for a in ranks(huge)]


@pytest.mark.parametrize("tallies", [[[1, 2], [1, 1]], [[1, 2], [3]], [[1, -1], [0, 0]]])
def test_tallies_that_cannot_be_compared_are_refused(tallies):
    with pytest.raises(TallyRefused):
        ranks(tallies)


def test_an_empty_tally_and_too_many_votes_are_refused():
    with pytest.raises(TallyRefused):
        median_grade([0, 0])
    with pytest.raises(TallyRefused):
        normalized([[0, 0], [1, 0]])
    with pytest.raises(TallyRefused):
        with_default([2, 2], 3, 0)


def places(found):
    return [(place.file, place.rank, place.settled_by) for place in found]


def test_a_tie_is_said_then_settled_by_the_rules_then_by_the_chair():
    votes = {"a": 2, "b": 1, "c": 2, "d": 2}
    assert places(settle(votes, {})) == [
        ("b", 1, "votes"),
        ("a", 2, ""),
        ("c", 2, ""),
        ("d", 2, ""),
    ]
    assert places(settle(votes, {"d": 1}, chair=["c", "a"])) == [
        ("b", 1, "votes"),
        ("d", 2, "rules"),
        ("c", 3, "chair"),
        ("a", 4, "chair"),
    ]
