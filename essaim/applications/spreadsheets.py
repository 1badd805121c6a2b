"""Tables for other programs, written line by line: memory does not grow with their length.

What an applicant typed must never run in the reader's spreadsheet (OWASP, CSV injection): in CSV a
cell that a program could take for a formula gets an apostrophe; in XLSX a text is typed as a text.
"""

import csv
import io
import unicodedata
from collections.abc import Sequence
from typing import BinaryIO

import xlsxwriter
from django.conf import settings

from essaim.applications.table import Cell, Column, Record, titles

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
LONGEST_CELL = 32_767  # of Excel


def neutralised(text: str) -> str:
    """The text, after an apostrophe when it could be taken for a formula.

    Full-width forms (« ＝ ») are read as the plain ones, and what one does not see before the first
    sign is skipped, as spreadsheets do.
    """
    if text.startswith(FORMULA_STARTS):
        return f"'{text}"
    seen = unicodedata.normalize("NFKC", text[:200]).lstrip()
    seen = seen.lstrip("".join({c for c in seen if unicodedata.category(c) in ("Cf", "Cc")}))
    return f"'{text}" if seen.startswith(FORMULA_STARTS) else text


class CsvTable:
    """CSV as French Excel opens it: UTF-8 with its mark, semicolons, CRLF."""

    def __init__(self, file: BinaryIO, columns: list[Column]):
        self.columns = columns
        self.text = io.TextIOWrapper(file, "utf-8-sig", errors="replace", newline="")
        self.lines = csv.writer(self.text, delimiter=";")
        self._write(titles(columns))

    def add(self, record: Record) -> None:
        self._write(record.cells(self.columns))

    def _write(self, cells: Sequence[Cell]) -> None:
        self.lines.writerow([neutralised(c) if isinstance(c, str) else c for c in cells])

    def close(self) -> None:
        """Write what is left; the file stays open."""
        self.text.detach()


class XlsxTable:
    """A workbook of one sheet, its first line kept in view. It holds one line in memory."""

    def __init__(self, file: BinaryIO, columns: list[Column]):
        self.columns = columns
        options = {"constant_memory": True, "tmpdir": str(settings.VAR)}
        typed = {f"strings_to_{kind}": False for kind in ("formulas", "numbers", "urls")}
        self.book = xlsxwriter.Workbook(file, {**options, **typed})
        self.sheet = self.book.add_worksheet()
        self.sheet.freeze_panes(1, 1)
        self.sheet.set_column(0, len(titles(columns)) - 1, 22)
        self.line = 0
        self._write(titles(columns), self.book.add_format({"bold": True, "text_wrap": True}))

    def add(self, record: Record) -> None:
        self._write(record.cells(self.columns))

    def _write(self, cells: Sequence[Cell], shape=None) -> None:
        for place, cell in enumerate(cells):
            if isinstance(cell, int):
                self.sheet.write_number(self.line, place, cell, shape)
            elif cell:
                self.sheet.write_string(self.line, place, cell[:LONGEST_CELL], shape)
        self.line += 1

    def close(self) -> None:
        self.book.close()
