"""Which files to choose together, under the rules of the call, and what each rule costs.

Choose K files with the highest sum of scores so that every rule holds: at least, or at most, so
many files of a group. Solved as an integer programme by HiGHS (Huangfu & Hall, 2018) through scipy;
next best choices by forbidding those already found. scipy is heavy: only the worker imports this.
The choice stays the jury's: this shows what a rule asks for and what it takes away.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

# HiGHS says so of a programme that has no solution.
INFEASIBLE = 2


@dataclass(frozen=True)
class Rule[F: Hashable]:
    """From ``at_least`` to ``at_most`` of the files of ``group``; None for no upper limit."""

    name: str
    group: frozenset[F]
    at_least: int = 0
    at_most: int | None = None


@dataclass(frozen=True)
class Portfolio[F: Hashable]:
    """``files`` in the order given, and the sum of their scores."""

    files: tuple[F, ...]
    score: float


class NoPortfolio(Exception):
    """No choice keeps the rules. ``conflicting``: names of a smallest set that cannot hold.

    Empty when there are fewer files than places.
    """

    def __init__(self, conflicting: Sequence[str]):
        super().__init__(conflicting)
        self.conflicting = tuple(conflicting)


class SolverStopped(Exception):
    """The solver gave up without an answer; the message is its own."""


def grouped_rules[F: Hashable](
    name: str, group_of: Mapping[F, Hashable], at_most: int
) -> list[Rule[F]]:
    """“At most so many per group”: one rule for each group, with the same limit and name."""
    members: dict[Hashable, set[F]] = {}
    for file, group in group_of.items():
        members.setdefault(group, set()).add(file)
    return [Rule(name, frozenset(files), at_most=at_most) for files in members.values()]


def best_portfolios[F: Hashable](
    scores: Mapping[F, float], places: int, rules: Sequence[Rule[F]] = (), wanted: int = 5
) -> list[Portfolio[F]]:
    """The ``wanted`` best choices of ``places`` files, best first; fewer where fewer exist.

    Raises NoPortfolio when the rules cannot all hold.
    """
    found: list[Portfolio[F]] = []
    while len(found) < wanted:
        following = _solve(scores, places, rules, [set(p.files) for p in found])
        if following is None:
            break
        found.append(following)
    if not found and wanted:
        raise NoPortfolio(conflicting_rules(scores, places, rules))
    return found


def price_of_rules[F: Hashable](
    scores: Mapping[F, float], places: int, rules: Sequence[Rule[F]]
) -> dict[str, float]:
    """Points lost by each rule: the best sum without the rules of that name, less the best with."""
    best = best_portfolios(scores, places, rules, 1)[0].score
    prices = {}
    for name in _names(rules):
        free = _solve(scores, places, [rule for rule in rules if rule.name != name])
        prices[name] = max(0.0, free.score - best) if free else 0.0
    return prices


def conflicting_rules[F: Hashable](
    scores: Mapping[F, float], places: int, rules: Sequence[Rule[F]]
) -> list[str]:
    """Names of a smallest set of rules that no choice keeps; empty if all can hold.

    Minimal: without any one of them, the others of the set can hold. Among such sets, a shortest
    one is found by growing subsets, as rules of a call are few.
    """
    if _can_hold(scores, places, rules):
        return []
    names = _names(rules)
    for size in range(len(names) + 1):
        for kept in combinations(names, size):
            if not _can_hold(scores, places, [rule for rule in rules if rule.name in kept]):
                return list(kept)
    return names


def _names(rules) -> list[str]:
    return list(dict.fromkeys(rule.name for rule in rules))


def _can_hold(scores, places, rules) -> bool:
    return _solve(dict.fromkeys(scores, 0.0), places, rules) is not None


def _solve(scores, places, rules, forbidden=()) -> Portfolio | None:
    """The best choice that is none of ``forbidden``; None when there is none."""
    files = list(scores)
    if not files:
        return Portfolio((), 0.0) if _holds_empty(places, rules, forbidden) else None
    held = [LinearConstraint(np.ones((1, len(files))), places, places)]
    for rule in rules:
        most = np.inf if rule.at_most is None else rule.at_most
        held.append(LinearConstraint(_row(files, rule.group), rule.at_least, most))
    held += [LinearConstraint(_row(files, past), -np.inf, places - 1) for past in forbidden]
    costs = -np.array([scores[file] for file in files], dtype=float)
    found = milp(
        costs,
        constraints=held,
        integrality=1,
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0.0},
    )
    if found.x is None:
        if found.status != INFEASIBLE:
            raise SolverStopped(found.message)
        return None
    chosen = tuple(file for file, share in zip(files, found.x, strict=True) if share > 0.5)
    return Portfolio(chosen, sum(scores[file] for file in chosen))


def _row(files, group) -> np.ndarray:
    return np.array([[file in group for file in files]], dtype=float)


def _holds_empty(places, rules, forbidden) -> bool:
    return not places and not forbidden and all(rule.at_least <= 0 for rule in rules)
