"""What it costs to decide who reads what, beside a greedy baseline. Needs no database.

    make bench

Each scenario runs in a process of its own, so that its peak of memory is its own.
"""

import multiprocessing
import resource
import time
from collections.abc import Callable

import numpy as np

from bench.measures import show
from essaim.jury.assignment import (
    Instance,
    Plan,
    build,
    difference,
    fair_plan,
    highest_worst,
    largest_total,
    rebalanced,
    withdrawn,
)
from essaim.jury.assignment.affinity import by_theme
from essaim.jury.assignment.instance import BARRED, SCALE
from essaim.jury.assignment.residual import residual
from essaim.jury.assignment.search import Search
from tests.jury.published import proved

THEMES = 12
READINGS = 3


def expertise(n: int, m: int, seed: int = 0) -> np.ndarray:
    """A call as they are: one to three themes per file, jurors expert in few, a wish in ten."""
    dice = np.random.default_rng(seed)
    levels = dice.choice(4, p=[0.55, 0.2, 0.15, 0.1], size=(m, THEMES))
    themes = np.zeros((n, THEMES))
    for row in themes:
        row[dice.choice(THEMES, size=dice.integers(1, 4), replace=False)] = 1
    wishes = dice.choice([0, 1, -1], p=[0.9, 0.05, 0.05], size=(n, m)).astype(np.int8)
    affinity = by_theme(themes, levels, wishes).affinity
    return _with_conflicts(affinity, dice)


def chance(n: int, m: int, seed: int = 0) -> np.ndarray:
    dice = np.random.default_rng(seed)
    return _with_conflicts(dice.random((n, m), dtype=np.float32), dice)


def _with_conflicts(affinity: np.ndarray, dice) -> np.ndarray:
    affinity[dice.random(affinity.shape, dtype=np.float32) < 0.02] = np.nan
    return affinity


def instance_of(make: Callable, n: int, m: int) -> Instance:
    mean = READINGS * n / m
    loads = {"load_min": int(mean * 0.8), "load_max": int(np.ceil(mean * 1.2))}
    return build(range(n), range(m), make(n, m), wanted=READINGS, **loads)


def greedy(instance: Instance) -> tuple[float, int]:
    """(total, readings left without juror): the best pair left, again and again."""
    costs = instance.costs.ravel()
    order = np.argsort(-costs.astype(np.int64), kind="stable")
    wanted, room = instance.wanted.tolist(), instance.load_max.tolist()
    missing, total = sum(wanted), 0
    for start in range(0, len(order), 100_000):
        keys = order[start : start + 100_000]
        rows, columns = np.divmod(keys, len(room))
        for cost, i, j in zip(costs[keys].tolist(), rows.tolist(), columns.tolist(), strict=True):
            if wanted[i] and room[j] and cost != BARRED:
                wanted[i] -= 1
                room[j] -= 1
                missing -= 1
                total += cost
        if not missing:
            break
    return total / SCALE, missing


def timed(act: Callable):
    """(result, elapsed seconds, seconds of processor)."""
    started, spent = time.perf_counter(), time.process_time()
    result = act()
    return result, time.perf_counter() - started, time.process_time() - spent


def _seconds(elapsed: float, spent: float) -> str:
    return f"{elapsed:.2f} s ({spent:.2f} s CPU)"


def _peak() -> str:
    return f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB"


def _described(plan: Plan) -> str:
    floor = "" if plan.floor is None else f", every pair ≥ {plan.floor:.4f}"
    return f"total {plan.objective:.4f}, worst {plan.worst_sum:.4f}{floor}"


def exact(kind: str) -> None:
    """The two instances whose optima are proved."""
    found = proved(kind)
    if found is None:
        show(f"50 × 10 {kind}", "the data files are absent")
        return
    instance, expected = found
    limit = f"({expected['max_total']}; {expected['max_min_application_sum']})"
    total, missing = greedy(instance)
    show(f"50 × 10 {kind}, greedy", f"total {total:.4f}, {missing} readings missing")
    for name, act in (
        ("largest total", largest_total),
        ("fair plan", fair_plan),
        ("highest worst sum", highest_worst),
    ):
        plan, elapsed, spent = timed(lambda act=act: act(instance))
        show(f"50 × 10 {kind}, {name}: {_seconds(elapsed, spent)}", _described(plan), limit)


def sized(make: Callable, n: int, m: int, limits: tuple[str, str]) -> None:
    name = f"{n:,} × {m:,} × {READINGS} by {make.__name__}".replace(",", " ")
    instance, elapsed, spent = timed(lambda: instance_of(make, n, m))
    show(f"{name}, instance", _seconds(elapsed, spent))
    plan, elapsed, spent = timed(lambda: largest_total(instance))
    show(f"{name}, largest total", _seconds(elapsed, spent), f"{limits[0]} {_described(plan)}")
    show(f"{name}, memory so far", _peak(), "(≤ 1 GB at 10 000 × 2 000)")
    plan, elapsed, spent = timed(lambda: fair_plan(instance))
    show(f"{name}, fair plan", _seconds(elapsed, spent), f"{limits[1]} {_described(plan)}")
    kept = f"{plan.objective / plan.best:.2%} of the largest total"
    show(f"{name}, chains", f"{plan.lifted} lifted, {plan.joined} joined", kept)
    show(f"{name}, memory with the fair plan", _peak())
    (total, missing), elapsed, spent = timed(lambda: greedy(instance))
    found = f"total {total:.4f}, {missing} readings missing"
    show(f"{name}, greedy", _seconds(elapsed, spent), found)


def leaving(make: Callable, n: int, m: int) -> None:
    """One juror in ten withdraws; a third of the readings was opened."""
    name = f"{n:,} × {m:,} by {make.__name__}, 10 % leave".replace(",", " ")
    instance = instance_of(make, n, m)
    plan = fair_plan(instance)
    dice = np.random.default_rng(1)
    gone = set(dice.choice(m, m // 10, replace=False).tolist())
    opened = [p for p in plan.readings if p[1] not in gone and dice.random() < 1 / 3]
    instance = instance.changed(load_max=instance.load_max + 2)
    changed = withdrawn(instance, plan, gone, opened)
    new, elapsed, spent = timed(lambda: rebalanced(changed))
    told = difference(plan, new)
    show(f"{name}, rebalanced", _seconds(elapsed, spent), "(< 0.1 s)")
    moved = f"{len(set(opened) & set(told.moved))} opened moved, {len(told.moved)} others"
    show(f"{name}, moves", moved, f"(0; 0) {len(told.added)} added, {_described(new)}")
    for bonus in (2_000, 0):
        search = Search(residual(changed.changed(bonus=bonus)))
        pairs, elapsed, spent = timed(search.best)
        stay = {tuple(pair) for pair in pairs.tolist()} | {
            tuple(p) for p in changed.locked.tolist()
        }
        lost = sum(tuple(pair) not in stay for pair in changed.existing.tolist())
        show(f"{name}, one flow, bonus {bonus / SCALE}", _seconds(elapsed, spent), f"{lost} moved")


def main() -> None:
    small, large = ("(< 1 s)", "(< 2 s)"), ("(≤ 10 s)", "(≤ 60 s)")
    print("\nassignment of the readings")
    scenarios = [(exact, ("easy",)), (exact, ("hard",))]
    for make in (expertise, chance):
        scenarios.append((sized, (make, 1_000, 200, small)))
        scenarios.append((leaving, (make, 1_000, 200)))
        scenarios.append((sized, (make, 10_000, 2_000, large)))
    processes = multiprocessing.get_context("spawn")
    for act, arguments in scenarios:
        process = processes.Process(target=act, args=arguments)
        process.start()
        process.join()
        assert not process.exitcode, (act, arguments)


if __name__ == "__main__":
    main()
