"""The public list: which sheets answer a set of GET parameters, and how many answer each filter.

Three queries whatever the number of sheets: the text, the filterable columns, the page shown.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from essaim.cases import search
from essaim.cases.models import Case, CatalogueEntry
from essaim.territories.models import POPULATION_BANDS, Family

PER_PAGE = 24
UNKNOWN = "inconnue"

FACETS = {
    "theme": gettext_lazy("Thème"),
    "famille": gettext_lazy("Type de structure"),
    "population": gettext_lazy("Population"),
    "departement": gettext_lazy("Département"),
    "region": gettext_lazy("Région"),
    "stade": gettext_lazy("Stade"),
}
COLUMNS = (
    *("pk", "themes", "family", "population", "departement_code", "departement_name"),
    *("region_code", "region_name", "stage", "published_at"),
)


@dataclass(frozen=True)
class Wish:
    """What a reader asks: words, one value per facet at most, an order. All from GET parameters."""

    text: str = ""
    chosen: dict[str, str] = field(default_factory=dict)
    by_date: bool = False

    @classmethod
    def from_parameters(cls, parameters) -> "Wish":
        chosen = {name: parameters.get(name, "").strip()[:80] for name in FACETS}
        return cls(
            text=" ".join(parameters.get("q", "").replace("\0", " ").split())[:300],
            chosen={name: value for name, value in chosen.items() if value},
            by_date=parameters.get("tri") == "date",
        )

    def without(self, *names: str) -> str:
        """The query string of the same wish less some of its parameters: « ?theme=accueil » or « ? »."""
        parameters = {"q": self.text, **self.chosen, "tri": "date" if self.by_date else ""}
        kept = {name: value for name, value in parameters.items() if value and name not in names}
        return f"?{urlencode(kept)}"

    @property
    def query_string(self) -> str:
        return self.without()


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Catalogue:
    wish: Wish
    page: Page
    total: int
    is_loose: bool
    choices: dict[str, list[Choice]]

    @property
    def removable(self) -> list[tuple[str, str]]:
        """What is being asked, as (words, query string without it)."""
        lines = [(_("« {text} »").format(text=self.wish.text), self.wish.without("q"))]
        lines = lines if self.wish.text else []
        for name, value in self.wish.chosen.items():
            label = next((c.label for c in self.choices[name] if c.value == value), value)
            lines.append((f"{FACETS[name]} : {label}", self.wish.without(name)))
        return lines


def browse(wish: Wish, page_number: str = "1") -> Catalogue:
    """The page of the public list that answers ``wish``, with the counts of every filter."""
    found = search.find(wish.text)
    entries = CatalogueEntry.objects.all()
    if found:
        entries = entries.filter(pk__in=found.scores)
    rows = [_values(row) for row in entries.values(*COLUMNS)]
    kept = [row for row in rows if _answers(row, wish.chosen)]
    scores = {} if wish.by_date or not found else found.scores
    kept.sort(
        key=lambda row: (scores.get(row["pk"], 0), row["published_at"], row["pk"]), reverse=True
    )
    page = Paginator([row["pk"] for row in kept], PER_PAGE).get_page(page_number)
    page.object_list = _in_order(list(page.object_list))
    return Catalogue(
        wish=wish,
        page=page,
        total=len(kept),
        is_loose=bool(found and found.is_loose and kept),
        choices={name: _choices(name, rows, wish.chosen) for name in FACETS},
    )


def _values(row: dict) -> dict:
    """One entry with, for each facet, its values as {value: label}."""
    stage = row["stage"]
    population = row["population"]
    low = next((low for low, _label in POPULATION_BANDS if low <= (population or 0)), 0)
    band = UNKNOWN if population is None else str(low)
    return {
        "pk": row["pk"],
        "published_at": row["published_at"],
        "theme": row["themes"],
        "famille": {row["family"]: str(Family(row["family"]).label)},
        "population": {band: BAND_LABELS[band]},
        "departement": _named(row["departement_code"], row["departement_name"]),
        "region": _named(row["region_code"], row["region_name"]),
        "stade": {stage or "inconnu": Case.Stage(stage).label},
    }


BAND_LABELS = {str(low): label for low, label in POPULATION_BANDS} | {
    UNKNOWN: gettext_lazy("population non connue")
}


def _named(code: str, name: str) -> dict[str, str]:
    return {code: name or code} if code else {}


def _answers(row: dict, chosen: dict[str, str]) -> bool:
    return all(value in row[name] for name, value in chosen.items())


def _choices(facet: str, rows: Iterable[dict], chosen: dict[str, str]) -> list[Choice]:
    """The values of one facet, counted among the sheets that answer all the other filters."""
    others = {name: value for name, value in chosen.items() if name != facet}
    counts: Counter[str] = Counter()
    labels: dict[str, str] = {}
    for row in rows:
        labels |= row[facet]
        if _answers(row, others):
            counts.update(row[facet].keys())
    if facet in chosen:
        labels.setdefault(chosen[facet], _("valeur inconnue"))
    choices = [
        Choice(value, str(label), counts[value], value == chosen.get(facet))
        for value, label in labels.items()
    ]
    return sorted(choices, key=_order_of(facet))


def _order_of(facet: str):
    """Bands from the smallest, départements by code, the rest by name."""
    if facet == "population":
        return lambda choice: int(choice.value) if choice.value.isdigit() else 10**9
    if facet == "departement":
        return lambda choice: choice.value
    return lambda choice: choice.label


def _in_order(keys: list[int]) -> list[CatalogueEntry]:
    entries = CatalogueEntry.objects.select_related("case").in_bulk(list(keys))
    return [entries[key] for key in keys]
