"""Brings lines of organisations into the database: creates, updates, never deletes.

Each batch is one transaction, and what is already right is left alone: an interrupted import is
simply run again. A bad line is noted with its number and its reason; the good ones are kept.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.base.siren import validate_siren
from essaim.base.text import fold
from essaim.territories.models import Family, Nature, Organisation

BATCH = 2000
COMPARED = (
    *("family", "nature", "siren", "insee_code", "name", "short_name", "plain_name", "postcodes"),
    *("population", "epci_id", "ept_id", "departement_id", "region_id", "departement_code"),
    *("region_code", "replaced_by_id", "obsolete_on", "source", "source_on", "is_declared"),
)
FAMILIES = {fold(word): f for f in Family for word in (f.value, f.name, str(f.label))}
NATURES = {fold(word): n for n in Nature for word in (n.value, n.name, str(n.label))}


class BadLine(Exception):
    """A line that cannot be an organisation: the sentence says why."""


@dataclass
class Report:
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    bad_lines: list[tuple[int, str]] = field(default_factory=list)

    @property
    def seen(self) -> int:
        return self.created + self.updated + self.unchanged + len(self.bad_lines)


def siren_of(text: str) -> str | None:
    """The SIREN in « 213 502 370 », « 213502370 » or a SIRET; None when empty."""
    digits = "".join(text.split())
    if not digits:
        return None
    digits = digits[:9] if len(digits) == 14 else digits
    try:
        validate_siren(digits)
    except ValidationError as error:
        raise BadLine(f"{error.messages[0]} ({text})") from error
    return digits


def number_of(text: str) -> int | None:
    digits = "".join(text.split())
    if not digits:
        return None
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 9):
        raise BadLine(_("La population « %s » n’est pas un nombre entier.") % text)
    return int(digits)


def date_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise BadLine(_("La date « %s » doit s’écrire 2026-12-31.") % text) from error


class Importer:
    """Imports lines that complete the directory: an empty cell leaves the known value alone."""

    def __init__(self, source: str, source_on: date, family: str = ""):
        self.source, self.source_on, self.family = source, source_on, family
        self.report = Report()
        self.line_of: dict = {}
        self.new: list[Organisation] = []
        self.changed: list[Organisation] = []
        self.known: dict[int, dict] = {}
        self.pk_by_siren: dict[str, int] = {}
        self.pk_by_insee: dict[tuple[str, str], int] = {}
        for pk, *values in Organisation.objects.values_list("pk", *COMPARED):
            self._remember(pk, dict(zip(COMPARED, values, strict=True)))

    def _remember(self, pk: int, values: dict) -> None:
        self.known[pk] = values
        if values["siren"]:
            self.pk_by_siren[values["siren"]] = pk
        if values["insee_code"]:
            self.pk_by_insee[values["family"], values["insee_code"]] = pk

    def run(
        self, lines: Iterable[tuple[int, dict[str, str]]], progress: Callable[[int], None]
    ) -> Report:
        """``progress`` is called with the number of lines seen, once for each batch."""
        for number, line in lines:
            try:
                self._take(number, line)
            except BadLine as error:
                self.report.bad_lines.append((number, str(error)))
            if self.report.seen % BATCH == 0:
                progress(self.report.seen)
        self._flush()
        return self.report

    def _take(self, number: int, line: dict[str, str]) -> None:
        values = self.read(line)
        key = values["siren"] or (values["family"], values["insee_code"])
        if key in self.line_of:
            raise BadLine(_("Déjà donnée à la ligne %s.") % self.line_of[key])
        pk = self._match(values)
        if pk is None:
            self.new.append(Organisation(**values))
            self.report.created += 1
        elif changes := self.changes(self.known[pk], values):
            self.changed.append(Organisation(pk=pk, **self.known[pk] | changes))
            self.report.updated += 1
        else:
            self.report.unchanged += 1
        self.line_of[key] = number
        if len(self.new) + len(self.changed) >= BATCH:
            self._flush()

    def changes(self, known: dict, wanted: dict) -> dict:
        return {
            name: value
            for name, value in wanted.items()
            if value != known[name] and value not in (None, "")
        }

    def _match(self, values: dict) -> int | None:
        """The organisation that the line speaks of. Raises BadLine if its SIREN is another's."""
        by_insee = self.pk_by_insee.get((values["family"], values["insee_code"]))
        by_siren = self.pk_by_siren.get(values["siren"])
        if by_siren is None or by_siren == by_insee:
            return by_insee
        other = self.known[by_siren]
        if by_insee is not None or (
            other["family"] != values["family"] and not other["is_declared"]
        ):
            raise BadLine(
                _("Ce SIREN est déjà celui de « %(name)s » (%(family)s).")
                % {"name": other["name"], "family": Family(other["family"]).label}
            )
        return by_siren

    def read(self, line: dict[str, str]) -> dict:
        """The values of the fields of an Organisation. Raises BadLine."""
        values = self._identity(line) | self._place(line)
        if not (values["siren"] or values["insee_code"]):
            raise BadLine(_("Le numéro SIREN manque."))
        return values

    def _identity(self, line: dict[str, str]) -> dict:
        family = FAMILIES.get(fold(line.get("famille", ""))) or self.family
        if not family:
            raise BadLine(_("Famille inconnue : « %s ».") % line.get("famille", ""))
        name = " ".join(line.get("nom", "").split())
        if not name or len(name) > 250:
            raise BadLine(_("Le nom manque, ou dépasse 250 caractères."))
        return {
            "family": family,
            "nature": NATURES.get(fold(line.get("nature", "")), ""),
            "siren": siren_of(line.get("siren", "")),
            "insee_code": line.get("insee", ""),
            "name": name,
            "plain_name": fold(name)[:250],
            "short_name": line.get("nom_court", "")[:80],
            "postcodes": line.get("codes_postaux", "")[:200],
            "population": number_of(line.get("population", "")),
            "obsolete_on": date_of(line.get("obsolete_depuis", "")),
            "source": self.source,
            "source_on": self.source_on,
            "is_declared": False,
        }

    def _place(self, line: dict[str, str]) -> dict:
        seat = line.get("insee_commune", "")
        values = dict.fromkeys(("departement_id", "region_id", "epci_id", "ept_id"))
        if seat:
            commune = self.known[self._commune(seat)]
            codes = (commune["departement_code"], commune["region_code"])
        else:
            codes = (line.get("departement", "").upper(), line.get("region", ""))
        departement, region = codes
        if departement:
            departement = departement if len(departement) > 1 else f"0{departement}"
            pk = values["departement_id"] = self._pk(Family.DEPARTEMENT, departement)
            region = region or self.known[pk]["region_code"]
        if region:
            values["region_id"] = self._pk(Family.REGION, region)
        successor = line.get("remplacee_par", "")
        return values | {
            "departement_code": departement,
            "region_code": region,
            "replaced_by_id": self._grouping(successor) if successor else None,
        }

    def _commune(self, insee: str) -> int:
        return self._pk(Family.COMMUNE, insee.zfill(5))

    def _grouping(self, siren: str) -> int:
        if siren not in self.pk_by_siren:
            self._flush()
        if siren not in self.pk_by_siren:
            raise BadLine(_("Aucune structure n’a le SIREN « %s ».") % siren)
        return self.pk_by_siren[siren]

    def _pk(self, family: str, insee: str) -> int:
        if (family, insee) not in self.pk_by_insee:
            self._flush()
        if (family, insee) not in self.pk_by_insee:
            raise BadLine(
                _("%(family)s inconnu : « %(code)s ».")
                % {"family": Family(family).label, "code": insee}
            )
        return self.pk_by_insee[family, insee]

    def _flush(self) -> None:
        if not (self.new or self.changed):
            return
        now = timezone.now()
        for organisation in self.changed:
            organisation.updated_at = now
        with transaction.atomic():
            Organisation.objects.bulk_create(self.new)
            Organisation.objects.bulk_update(
                self.changed, [n.removesuffix("_id") for n in COMPARED] + ["updated_at"], 400
            )
        for organisation in self.new + self.changed:
            self._remember(organisation.pk, {n: getattr(organisation, n) for n in COMPARED})
        self.new, self.changed = [], []
