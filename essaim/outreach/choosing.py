"""Which sheets of an issue come first for one subscriber: simple enough to be explained in the mail.

Two points for a sheet of a theme the person follows, two for one from the same département, one
for one from the same région only. Highest first; at equal points, the order of the issue.
Pure: no database.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Reader:
    """What a subscriber asked for: theme slugs, codes of the territory, "" when not told."""

    themes: frozenset[str] = field(default_factory=frozenset)
    departement_code: str = ""
    region_code: str = ""


@dataclass(frozen=True)
class Choice:
    """One sheet for one reader, and why it is for them: a département, a région, theme names."""

    item: dict
    themes: tuple[str, ...] = ()
    is_same_departement: bool = False
    is_same_region: bool = False

    @property
    def points(self) -> int:
        near = 2 if self.is_same_departement else int(self.is_same_region)
        return 2 * bool(self.themes) + near

    @property
    def is_for_reader(self) -> bool:
        return self.points > 0


def arranged(items: list[dict], reader: Reader) -> list[Choice]:
    """Every sheet of the issue once, the closest to the reader first."""
    return sorted((_choice(item, reader) for item in items), key=lambda choice: -choice.points)


def _choice(item: dict, reader: Reader) -> Choice:
    return Choice(
        item,
        themes=tuple(name for slug, name in item["themes"].items() if slug in reader.themes),
        is_same_departement=_same(item["departement_code"], reader.departement_code),
        is_same_region=_same(item["region_code"], reader.region_code),
    )


def _same(one: str, other: str) -> bool:
    return bool(one) and one == other
