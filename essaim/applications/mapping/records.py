"""One shape for what both sources say."""

import re
from dataclasses import dataclass, field

UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")


def clean(text) -> str:
    """The text without what no database keeps, its line ends as « \\n »."""
    return UNKEEPABLE.sub("\ufffd", str(text)).replace("\r\n", "\n").replace("\r", "\n")


@dataclass(frozen=True)
class RemoteFile:
    """A document that the source announces: ``size`` in bytes, ``md5`` in base64, each if known."""

    name: str
    url: str = ""
    size: int = 0
    md5: str = ""


@dataclass(frozen=True)
class Value:
    """What one field says. ``code`` is a public code (INSEE, SIREN) where the source gives one;
    ``parts`` are the several choices of a list, ``files`` the documents joined there."""

    text: str = ""
    code: str = ""
    parts: tuple[str, ...] = ()
    files: tuple[RemoteFile, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.text.strip() or self.code or self.files)


@dataclass(frozen=True)
class Field:
    """A field found in the file: a key that stays from one file to the next, its words, an example."""

    key: str
    label: str
    sample: str = ""


@dataclass(frozen=True)
class Record:
    """One application at the source. ``place`` is the line, or the rank among the dossiers.

    ``problem`` says why the line as a whole cannot be read; ``notes`` what is left behind.
    """

    place: int
    number: str = ""
    values: dict[str, Value] = field(default_factory=dict)
    problem: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    fields: list[Field]
    records: list[Record]
    notes: tuple[str, ...] = ()
