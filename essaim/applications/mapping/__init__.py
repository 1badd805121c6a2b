"""What another tool wrote, read as it is, and which of its fields answers what here.

Two sources: the JSON of the Démarches Simplifiées API, and any table saved as CSV. Both give the
same ``Reading``; nothing here writes, nothing here knows the rules of a deposit.
"""

from essaim.applications.mapping.ds import read_ds
from essaim.applications.mapping.moments import day_of, moment_of
from essaim.applications.mapping.places import find_organisation
from essaim.applications.mapping.records import Field, Reading, Record, RemoteFile, Value
from essaim.applications.mapping.table import read_table
from essaim.applications.mapping.targets import (
    QUESTION,
    Target,
    choices_for,
    guess,
    missing_targets,
    question_of,
)

__all__ = [
    "QUESTION",
    "Field",
    "Reading",
    "Record",
    "RemoteFile",
    "Target",
    "Value",
    "choices_for",
    "day_of",
    "find_organisation",
    "guess",
    "missing_targets",
    "moment_of",
    "question_of",
    "read_ds",
    "read_table",
]
