"""The access tables: tests/<app>/access.csv, one line per URL, the expected GET status per persona."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.urls import get_resolver, reverse

from tests.personas import PERSONAS

TESTS = Path(__file__).resolve().parents[1]
NOT_OURS = {"admin"}


@dataclass(frozen=True)
class Line:
    app: str
    name: str
    kwargs: str
    method: str
    expected: dict[str, int]
    where: str

    def url(self, world: dict) -> str:
        """The address, with « public_id={application.public_id} » filled from the world."""
        pairs = (pair.split("=", 1) for pair in re.split(r"[;&]\s*", self.kwargs) if pair)
        return reverse(
            self.name, kwargs={key.strip(): value.format(**world) for key, value in pairs}
        )


def read_tables() -> list[Line]:
    lines = []
    for path in sorted(TESTS.glob("*/access.csv")):
        app = path.parent.name
        with open(path, newline="") as file:
            for row in csv.DictReader(file):
                name = row["name"] if ":" in row["name"] else f"{app}:{row['name']}"
                lines.append(
                    Line(
                        app=app,
                        name=name,
                        kwargs=row["kwargs"] or "",
                        method=row["method"],
                        expected={persona: int(row[persona]) for persona in PERSONAS},
                        where=f"{app}-{len(lines) + 1}-{name}",
                    )
                )
    return lines


def our_url_names() -> Iterator[str]:
    """Every namespaced name: the rest belongs to allauth, the namespace admin to Django."""
    yield from _names(get_resolver(), "")


def _names(resolver, prefix: str) -> Iterator[str]:
    if prefix:
        yield from (f"{prefix}{key}" for key in resolver.reverse_dict if isinstance(key, str))
    for namespace, (_pattern, inner) in resolver.namespace_dict.items():
        if namespace not in NOT_OURS:
            yield from _names(inner, f"{prefix}{namespace}:")
