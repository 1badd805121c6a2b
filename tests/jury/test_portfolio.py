"""The best choices under the rules, against every choice tried one by one."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essaim.jury.portfolio import (
    NoPortfolio,
    Rule,
    best_portfolios,
    conflicting_rules,
    grouped_rules,
    price_of_rules,
)


def keeps(chosen, rules):
    for rule in rules:
        count = len(rule.group.intersection(chosen))
        if count < rule.at_least or (rule.at_most is not None and count > rule.at_most):
            return False
    return True


def tried(scores, places, rules):
    """The sums of every choice that keeps the rules, best first."""
    choices = combinations(scores, places)
    return sorted((sum(scores[f] for f in c) for c in choices if keeps(c, rules)), reverse=True)


@st.composite
def calls(draw):
    """Up to seven files with whole scores, places for some, up to four rules."""
    scores = dict(enumerate(draw(st.lists(st.integers(0, 20), min_size=1, max_size=7))))
    places = draw(st.integers(0, len(scores)))
    rules = []
    for number in range(draw(st.integers(0, 4))):
        group = draw(st.frozensets(st.sampled_from(list(scores))))
        least = draw(st.integers(0, 2))
        most = draw(st.none() | st.integers(least, 3))
        rules.append(Rule(f"rule {number}", group, least, most))
    return scores, places, rules


@settings(max_examples=60)
@given(calls())
def test_the_five_best_are_those_of_trying_every_choice(call):
    scores, places, rules = call
    expected = tried(scores, places, rules)
    if not expected:
        with pytest.raises(NoPortfolio):
            best_portfolios(scores, places, rules)
        return
    found = best_portfolios(scores, places, rules)
    assert [portfolio.score for portfolio in found] == expected[:5]
    assert len({portfolio.files for portfolio in found}) == len(found)
    assert all(keeps(portfolio.files, rules) for portfolio in found)


@settings(max_examples=40)
@given(calls())
def test_the_price_of_a_rule_is_what_is_lost_by_it(call):
    scores, places, rules = call
    if expected := tried(scores, places, rules):
        prices = price_of_rules(scores, places, rules)
        for rule in rules:
            others = [other for other in rules if other is not rule]
            assert prices[rule.name] == tried(scores, places, others)[0] - expected[0]


@settings(max_examples=40)
@given(calls())
def test_the_conflict_named_is_a_smallest_one(call):
    scores, places, rules = call
    sets = [c for n in range(len(rules) + 1) for c in combinations(rules, n)]
    broken = [len(c) for c in sets if not tried(scores, places, c)]
    named = conflicting_rules(scores, places, rules)
    assert len(named) == (min(broken) if broken else 0)
    if broken:
        assert not tried(scores, places, [rule for rule in rules if rule.name in named])


def test_one_per_departement_and_a_rural_commune_have_their_price():
    scores = {"a": 18, "b": 17, "c": 12, "d": 9}
    one_each = grouped_rules("un par département", {"a": 1, "b": 1, "c": 2, "d": 3}, at_most=1)
    rural = Rule("une commune rurale", frozenset({"d"}), at_least=1)
    assert best_portfolios(scores, 2, [*one_each, rural], 1)[0].files == ("a", "d")
    assert price_of_rules(scores, 2, [*one_each, rural]) == {
        "un par département": 0,
        "une commune rurale": 3,
    }


def test_rules_that_cannot_hold_are_named():
    scores = {"a": 3, "b": 2, "c": 1}
    rural = Rule("deux rurales", frozenset({"a", "b"}), at_least=2)
    alone = Rule("une par département", frozenset({"a", "b"}), at_most=1)
    idle = Rule("deux par thème", frozenset(scores), at_most=2)
    with pytest.raises(NoPortfolio) as refusal:
        best_portfolios(scores, 2, [idle, rural, alone])
    assert refusal.value.conflicting == ("deux rurales", "une par département")


def test_too_few_files_is_no_fault_of_a_rule():
    with pytest.raises(NoPortfolio) as refusal:
        best_portfolios({"a": 1}, 2)
    assert refusal.value.conflicting == ()


def test_without_files_only_an_empty_choice_stands():
    assert [p.files for p in best_portfolios({}, 0)] == [()]
