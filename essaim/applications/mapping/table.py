"""Reads a table saved as CSV, as people really have them.

Semicolons, commas, tabs or bars; UTF-8 with or without its mark, UTF-16 as Excel's « texte Unicode »,
else Windows-1252. The first line that is not empty names the columns.
"""

import codecs
import csv
import io
from collections.abc import Iterator

from django.utils.translation import gettext as _

from essaim.applications.exceptions import ImportRefused
from essaim.applications.mapping.records import Field, Reading, Record, Value, clean
from essaim.territories.lines import decode

DELIMITERS = ";,\t|"
MOST_COLUMNS = 300
LONGEST_NAME = 200
SAMPLE_LENGTH = 120


def read_table(content: bytes) -> Reading:
    """Raises ImportRefused when the file has no header or no line; a bad line says what it is."""
    text = _decoded(content)
    rows = _rows(text)
    _first, header = next(rows, (0, []))
    if not header:
        raise ImportRefused(
            _("Ce fichier est vide. Il faut une ligne de titres, puis une ligne par candidature.")
        )
    if len(header) > MOST_COLUMNS:
        raise ImportRefused(
            _("Ce fichier a {count} colonnes ; la limite est de 300.").format(count=len(header))
        )
    names = _names(header)
    records = [_record(line, cells, names) for line, cells in rows]
    if not records:
        raise ImportRefused(_("Ce fichier n’a que sa ligne de titres : aucune candidature."))
    return Reading([Field(name, name, _sample(name, records)) for name in names], records)


def _decoded(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    return decode(content)


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """(number of its first line, cells) of each row that is not empty; no cell: csv refuses it."""
    sample = next((line for line in text.splitlines() if line.strip()), "")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(DELIMITERS, key=sample.count))
    while True:
        first = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield first, []
            continue
        if any(cell.strip() for cell in cells):
            yield first, [clean(cell).strip() for cell in cells]


def _names(header: list[str]) -> list[str]:
    """One distinct name per column, in the words of the file."""
    names: list[str] = []
    for rank, cell in enumerate(_without_tail(header), start=1):
        name = " ".join(cell.split())[:LONGEST_NAME] or _("Colonne {rank}").format(rank=rank)
        while name in names:
            name = f"{name} ({rank})"
        names.append(name)
    return names


def _without_tail(cells: list[str]) -> list[str]:
    """Without the empty cells that spreadsheets leave at the end of a line."""
    last = max((rank for rank, cell in enumerate(cells, start=1) if cell), default=0)
    return cells[:last]


def _record(line: int, cells: list[str], names: list[str]) -> Record:
    if not cells:
        return Record(
            line, problem=_("Cette ligne ne se lit pas : un texte y est trop long, ou mal fermé.")
        )
    cells = _without_tail(cells)
    if len(cells) > len(names):
        return Record(
            line,
            problem=_(
                "Cette ligne a {cells} cellules pour {names} colonnes : un séparateur est de "
                "trop. Mettez entre guillemets le texte qui le contient."
            ).format(cells=len(cells), names=len(names)),
        )
    return Record(
        line, values={name: Value(cell) for name, cell in zip(names, cells, strict=False)}
    )


def _sample(name: str, records: list[Record]) -> str:
    found = (record.values.get(name, Value()).text for record in records)
    text = " ".join(next((text for text in found if text), "").split())
    return text if len(text) <= SAMPLE_LENGTH else text[: SAMPLE_LENGTH - 1] + "…"
