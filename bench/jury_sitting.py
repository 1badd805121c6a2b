"""What the sitting costs: comings and goings in the running order, majority judgment.

make bench
"""

import random
import time

from bench.measures import show
from essaim.jury.majority import ranks
from essaim.jury.running_order import movements, running_order


def main() -> None:
    print("\nsitting of the jury")
    dice = random.Random(7)
    recused = {file: {j for j in range(12) if dice.random() < 0.1} for file in range(40)}
    start = time.perf_counter()
    order = running_order(recused)
    spent = time.perf_counter() - start
    told = f"{movements(recused, recused)} → {movements(recused, order)} movements"
    show("running order, 40 files × 12 jurors", f"{spent * 1000:.1f} ms", f"(< 100 ms) {told}")
    tallies = [[dice.randrange(10**10) for _ in range(7)] for _ in range(40)]
    most = max(map(sum, tallies))
    whole = [[*tally[:-1], tally[-1] + most - sum(tally)] for tally in tallies]
    start = time.perf_counter()
    ranks(whole)
    spent = time.perf_counter() - start
    show("majority judgment, 40 files, billions of votes", f"{spent * 1000:.1f} ms")


if __name__ == "__main__":
    main()
