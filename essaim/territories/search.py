"""Organisation search by typing.

The names are held in memory by each process (see name_index), built at the first search and
checked against the database at each one: an organisation added or changed in another process is
found at once. What is returned is read from the database.
"""

import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import F, Max, QuerySet
from django.utils import timezone

from essaim.base.text import fold
from essaim.territories.models import Family, Nature, Organisation
from essaim.territories.name_index import Entry, Hit, NameIndex
from essaim.territories.names import (
    ALIASES,
    Query,
    queries_of,
    telling_words,
    without_kind,
    words_of,
)

LONGEST_TEXT = 120
# A row may be committed a little after the moment written in it.
LONGEST_TRANSACTION = timedelta(minutes=2)
RECENT_LIMIT = 1000


@dataclass(frozen=True)
class Snapshot:
    """The index as of ``built_at``, and a small one of what changed since, if anything did."""

    version: tuple
    built_at: datetime
    main: NameIndex
    departements: dict[tuple[str, ...], str]
    recent: NameIndex | None = None
    changed_pks: frozenset[int] = frozenset()


_snapshots: dict[str, Snapshot] = {}
_building = threading.Lock()


def search(text: str, limit: int = 10) -> list[Organisation]:
    """The organisations that a text may mean, best first.

    Each one has ``found_as``: the name of the merged commune it was found by, or "".
    """
    text = text.replace("\x00", "").strip()[:LONGEST_TEXT]
    if exact := _by_code("".join(text.split())):
        return exact
    usual = _by_code(ALIASES.get(" ".join(words_of(text)), ""))
    snapshot = _current_snapshot()
    queries = queries_of(text, snapshot.departements)
    hits = _hits(snapshot, queries, NameIndex.search)
    if not (hits or usual):
        hits = _hits(snapshot, queries, NameIndex.search_near)
    found = Organisation.objects.in_bulk([hit.pk for hit in hits[:limit]])
    named = [_found_as(found[hit.pk], hit.former_name) for hit in hits if hit.pk in found]
    return [*usual, *(organisation for organisation in named if organisation not in usual)][:limit]


def _by_code(code: str) -> list[Organisation]:
    """The organisation of a SIREN, a SIRET or an INSEE code; its successor if it is merged."""
    code = code[:9] if len(code) == 14 and code.isdigit() else code
    found = Organisation.objects.with_code(code).select_related("replaced_by").first()
    if found is None:
        return []
    return [_found_as(found.replaced_by or found, found.name if found.replaced_by else "")]


def _found_as(organisation: Organisation, former_name: str) -> Organisation:
    organisation.found_as = former_name
    return organisation


def _hits(snapshot: Snapshot, queries: list[Query], method) -> list[Hit]:
    """The hits of every way to understand the text, best first, one for each organisation."""
    best: dict[int, Hit] = {}
    for query in queries:
        hits = [h for h in method(snapshot.main, query) if h.pk not in snapshot.changed_pks]
        hits += method(snapshot.recent, query) if snapshot.recent else []
        for hit in hits:
            if hit.pk not in best or hit > best[hit.pk]:
                best[hit.pk] = hit
    return sorted(best.values(), reverse=True)


def _current_snapshot() -> Snapshot:
    key = str(connection.settings_dict["NAME"])
    snapshot, version = _snapshots.get(key), _version()
    if snapshot is None or snapshot.version != version:
        with _building:
            snapshot = _snapshots[key] = _refreshed(_snapshots.get(key), version)
    return snapshot


def _version() -> tuple:
    """Changes whenever an organisation is added or changed.

    The declared ones are counted apart: two people may declare at the same moment.
    """
    changed_at = Organisation.objects.aggregate(at=Max("updated_at"))["at"]
    return changed_at, Organisation.objects.filter(is_declared=True).count()


def _refreshed(old: Snapshot | None, version: tuple) -> Snapshot:
    if old and old.version == version:
        return old
    # A latest change that is earlier than it was: rows went away, or the clock went back.
    if old is None or not (old.version[0] and version[0] and old.version[0] <= version[0]):
        return _built(version)
    changed = Organisation.objects.filter(updated_at__gt=old.built_at - LONGEST_TRANSACTION)
    pks = frozenset(changed.values_list("pk", flat=True)[: RECENT_LIMIT + 1])
    if len(pks) > RECENT_LIMIT:
        return _built(version)
    recent = NameIndex(_entries(changed))
    return Snapshot(version, old.built_at, old.main, _departements(), recent, pks)


def _built(version: tuple) -> Snapshot:
    built_at = timezone.now()
    return Snapshot(
        version, built_at, NameIndex(_entries(Organisation.objects.all())), _departements()
    )


def _departements() -> dict[tuple[str, ...], str]:
    """The code of a département for the words of its name, and for its code."""
    codes = {}
    for organisation in Organisation.objects.filter(family=Family.DEPARTEMENT):
        code = organisation.insee_code
        codes |= {(code.lower(),): code, tuple(words_of(organisation.place)): code}
    return codes


def _entries(rows: QuerySet) -> Iterator[Entry]:
    """The names of organisations; a merged commune is a former name of its successor."""
    # The overseas collectivities are in the official list twice, as département and as région.
    current = rows.filter(obsolete_on=None, replaced_by=None)
    current = current.exclude(family=Family.REGION, nature=Nature.COM).order_by()
    place = ("pk", "family", "departement_code", "population")
    for row in current.values_list("plain_name", "short_name", "postcodes", *place).iterator():
        yield _entry(row[0], row[2], "", *row[3:])
        if row[1] and row[4] not in (Family.DEPARTEMENT, Family.REGION):
            yield _entry(fold(row[1]), "", "", *row[3:])
    merged = rows.exclude(replaced_by=None).exclude(plain_name__endswith=F("insee_code")).order_by()
    successor = [f"replaced_by__{name}" for name in place]
    for row in merged.values_list("plain_name", "name", *successor).iterator():
        yield _entry(row[0], "", *row[1:])


def _entry(
    plain_name: str,
    postcodes: str,
    former_name: str,
    pk: int,
    family: str,
    departement: str,
    people: int | None,
) -> Entry:
    words = telling_words(plain_name)
    core_family, core = without_kind(words)
    core = core if core_family == family else words
    name, joined = " ".join(core), ("".join(core), plain_name.replace(" ", ""))
    everything = (*words, *joined, *postcodes.split())
    return Entry(
        pk, name, everything, sys.intern(family), sys.intern(departement), people or 0, former_name
    )
