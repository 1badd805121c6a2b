"""Reads the lines of a CSV file of organisations as people really have them.

Semicolons, commas or tabs; UTF-8 with or without its mark, else Windows-1252; headers with or
without accents and capitals. Gives (line number, {column: text}) with the columns of HEADERS.
"""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from essaim.base.text import fold

# Column of ours: the headers seen in official files and in people's sheets (folded).
HEADERS = {
    "siren": ("siren", "siret", "n siren", "numero siren", "n siret"),
    "nom": ("nom", "nom complet", "denomination", "raison sociale", "structure", "libelle"),
    "famille": ("famille", "family", "type de structure"),
    "nature": ("nature", "nature juridique"),
    "departement": ("departement", "code departement", "dep", "code dep", "departement siege"),
    "insee_commune": ("insee commune", "code insee", "insee siege", "code commune", "insee"),
    "population": ("population", "population totale", "nb habitants", "habitants"),
    "codes_postaux": ("codes postaux", "code postal"),
    "nom_court": ("nom court", "sigle"),
    "obsolete_depuis": ("obsolete depuis", "date de dissolution", "date de fin", "dissous le"),
    "remplacee_par": ("remplacee par", "siren successeur"),
}
COLUMN_OF = {header: column for column, headers in HEADERS.items() for header in headers}


class UnreadableFile(Exception):
    """The file as a whole cannot be read as a list of organisations: the sentence says why."""


def decode(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    return text.replace("\x00", "")


def read_lines(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Raises UnreadableFile when the file is absent, empty, or lacks the columns siren and nom."""
    try:
        text = decode(path.read_bytes())
    except OSError as error:
        raise UnreadableFile(_("Le fichier %s ne peut pas être lu.") % path) from error
    header, _newline, _rest = text.partition("\n")
    delimiter = max(";,\t", key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    found = next(reader, [])
    columns = [COLUMN_OF.get(fold(name)) for name in found]
    missing = [name for name in ("siren", "nom") if name not in columns]
    if missing:
        raise UnreadableFile(
            _("Colonnes manquantes : %(missing)s. Colonnes lues : %(found)s.")
            % {"missing": ", ".join(missing), "found": ", ".join(found) or "aucune"}
        )
    return _rows(reader, columns)


def _rows(reader, columns: list[str | None]) -> Iterator[tuple[int, dict[str, str]]]:
    """A line that csv itself refuses comes out empty, for whoever reads it to report."""
    number = reader.line_num
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            cells = None
        first, number = number + 1, reader.line_num
        if cells is None:
            yield first, {}
        elif any(cell.strip() for cell in cells):
            pairs = zip(columns, cells, strict=False)
            yield first, {column: cell.strip() for column, cell in pairs if column}
