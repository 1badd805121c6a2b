"""How fast and how right the organisation search is, on the database of the settings.

    manage.py import_organisations && python bench/territories_search.py

Types every query of tests/territories/typed_queries.csv letter by letter, then 2,000 names drawn
at random with a slip in each; prints the times and how many typed queries find what they mean.
"""

import csv
import os
import random
import resource
import time
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "essaim.settings")
django.setup()

from essaim.territories.models import Organisation  # noqa: E402
from essaim.territories.search import search  # noqa: E402

QUERIES = Path(__file__).parent.parent / "tests" / "territories" / "typed_queries.csv"
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def with_a_slip(name: str, chance: random.Random) -> str:
    place = chance.randrange(len(name))
    return name[:place] + chance.choice(["", chance.choice(LETTERS)]) + name[place + 1 :]


def show(label: str, texts: list[str]) -> None:
    """Elapsed times, and times of this process alone (what a busy machine does not disturb)."""
    elapsed, own = [], []
    for text in texts:
        started, own_started = time.perf_counter(), time.process_time()
        search(text)
        elapsed.append((time.perf_counter() - started) * 1000)
        own.append((time.process_time() - own_started) * 1000)
    print(f"{label}: {len(texts)} searches")
    for name, times in (("elapsed", sorted(elapsed)), ("own", sorted(own))):
        p50, p95, p99 = (times[int(len(times) * share)] for share in (0.5, 0.95, 0.99))
        print(f"  {name}: p50 {p50:.1f} ms, p95 {p95:.1f} ms, p99 {p99:.1f} ms")


def main() -> None:
    with QUERIES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    show("first search, which builds the index", ["renac"])
    show("letter by letter", [r["typed"][:n] for r in rows for n in range(1, 40)])
    chance = random.Random(1)
    names = list(Organisation.objects.order_by("pk").values_list("name", flat=True))
    show("with a slip", [with_a_slip(n, chance) for n in chance.sample(names, 2000)])
    first = third = 0
    for row in rows:
        codes = [organisation.code for organisation in search(row["typed"])]
        first += codes[:1] == [row["code"]]
        third += row["code"] in codes[:3]
        if row["code"] not in codes[:3]:
            print(f"not in the first three: {row['typed']} -> {codes[:3]}")
    print(f"right first: {first} of {len(rows)}; in the first three: {third}")
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
