"""The directory shipped with Essaim: see docs/data.md for its source and licence."""

import csv
import lzma
from collections.abc import Callable
from datetime import date
from pathlib import Path

from django.db.models import Count

from essaim.base.text import fold
from essaim.territories.importing import FAMILIES, Importer, Report
from essaim.territories.models import Family, Organisation

FILE = Path(__file__).parent / "data" / "directory-2026.csv.xz"
PACKAGE = "@etalab/decoupage-administratif"
SOURCE = f"{PACKAGE} 6.0.0"
SOURCE_ON = date(2026, 1, 1)
# Lines of the file for each family; of the communes, 34,969 exist and 4,240 are merged ones.
COUNTS = {
    Family.REGION: 26,
    Family.DEPARTEMENT: 109,
    Family.EPCI_FP: 1_255,
    Family.EPT: 11,
    Family.COMMUNE: 39_209,
}


class DirectoryImporter(Importer):
    """Imports the shipped file, which knows all of its families: an empty cell erases."""

    def changes(self, known: dict, wanted: dict) -> dict:
        return {name: value for name, value in wanted.items() if value != known[name]}

    def _place(self, line: dict[str, str]) -> dict:
        family = FAMILIES[fold(line["famille"])]
        values = {
            "departement_code": line["departement"],
            "region_code": line["region"],
            "departement_id": None,
            "region_id": None,
            "epci_id": self._grouping(line["epci"]) if line["epci"] else None,
            "ept_id": self._grouping(line["ept"]) if line["ept"] else None,
            "replaced_by_id": self._commune(line["remplacee_par"])
            if line["remplacee_par"]
            else None,
        }
        if family != Family.REGION:
            values["region_id"] = self._pk(Family.REGION, line["region"])
            if family != Family.DEPARTEMENT:
                values["departement_id"] = self._pk(Family.DEPARTEMENT, line["departement"])
        return values


def is_loaded() -> bool:
    """Whether every line of the shipped file is in the database already."""
    rows = Organisation.objects.filter(source=SOURCE, source_on=SOURCE_ON)
    found = rows.order_by().values_list("family").annotate(count=Count("pk"))
    return dict(found) == COUNTS


def load(progress: Callable[[int], None]) -> Report:
    """Loads the shipped file; what an earlier vintage had and this one has not becomes obsolete."""
    with lzma.open(FILE, "rt", encoding="utf-8", newline="") as file:
        lines = enumerate(csv.DictReader(file, delimiter=";"), start=2)
        report = DirectoryImporter(SOURCE, SOURCE_ON).run(lines, progress)
    gone = Organisation.objects.current().filter(family__in=COUNTS, source__startswith=PACKAGE)
    gone.exclude(source=SOURCE).update(obsolete_on=SOURCE_ON)
    return report
