"""What came of each line of an import, as the run keeps it (JSON) and as pages show it."""

import csv
import io
from collections import Counter
from dataclasses import asdict, dataclass, field

from django.db import models
from django.utils.translation import gettext_lazy as _

from essaim.applications.spreadsheets import neutralised


class Outcome(models.TextChoices):
    NEW = "new", _("à créer")
    CREATED = "created", _("créée")
    KNOWN = "known", _("déjà reprise")
    CHANGED = "changed", _("a changé à la source")
    ERROR = "error", _("à corriger")


COLOURS = {
    Outcome.NEW: "honey",
    Outcome.CREATED: "green",
    Outcome.KNOWN: "grey",
    Outcome.CHANGED: "honey",
    Outcome.ERROR: "red",
}


class Coming(models.TextChoices):
    """Where a document of the source stands."""

    LEFT = "left", _("resté à la source")
    WAITING = "waiting", _("en attente")
    KEPT = "kept", _("joint")
    REFUSED = "refused", _("non joint")


@dataclass
class Document:
    """One document that a line announces; ``why`` says what kept it from being joined."""

    name: str
    url: str = ""
    size: int = 0
    md5: str = ""
    question: str = ""
    coming: str = Coming.LEFT
    tries: int = 0
    why: str = ""

    @property
    def coming_label(self) -> str:
        return str(Coming(self.coming).label)


@dataclass
class Line:
    """One line: ``problems`` keep it out, ``remarks`` are told and change nothing.

    ``application`` and ``receipt`` name what it became here, once it has.
    """

    place: int
    number: str = ""
    title: str = ""
    organisation: str = ""
    email: str = ""
    outcome: str = Outcome.NEW
    problems: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    application: str = ""
    receipt: str = ""
    documents: list[Document] = field(default_factory=list)

    @property
    def outcome_label(self) -> str:
        return str(Outcome(self.outcome).label)

    @property
    def colour(self) -> str:
        return COLOURS[self.outcome]

    @property
    def waiting(self) -> list[Document]:
        return [document for document in self.documents if document.coming == Coming.WAITING]


def stored(lines: list[Line]) -> list[dict]:
    return [asdict(line) for line in lines]


def read_report(rows: list[dict]) -> list[Line]:
    return [
        Line(**{**row, "documents": [Document(**document) for document in row["documents"]]})
        for row in rows
    ]


def counts(lines: list[Line]) -> dict[str, int]:
    """{outcome: how many lines}, in the order of the outcomes; those at zero are left out."""
    found = Counter(line.outcome for line in lines)
    return {outcome: found[outcome] for outcome in Outcome.values if found[outcome]}


def files_waiting(lines: list[Line]) -> int:
    return sum(len(line.waiting) for line in lines)


def errors_table(lines: list[Line]) -> bytes:
    """What is to be corrected, as a table that French Excel opens and that runs nothing there."""
    text = io.StringIO(newline="")
    table = csv.writer(text, delimiter=";")
    titles = (_("Ligne"), _("Numéro"), _("Titre"), _("Structure"), _("Porteur"), _("À corriger"))
    table.writerow([str(title) for title in titles])
    for line in lines:
        cells = (line.number, line.title, line.organisation, line.email, "\n".join(line.problems))
        table.writerow([line.place, *(neutralised(cell) for cell in cells)])
    return text.getvalue().encode("utf-8-sig")
