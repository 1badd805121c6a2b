"""A case travels: declare, describe, move on, confirm."""

from essaim.replications.actions.answering import (
    AlreadyAnswered,
    NotTheOrigin,
    answers_open_to,
    confirm,
    confirm_by_link,
    contest,
    contest_by_link,
    replication_of_link,
)
from essaim.replications.actions.declaring import (
    AlreadyDeclared,
    CaseNotPublished,
    NotAParent,
    NotYourReplication,
    OwnCase,
    add_parent,
    declare,
    describe,
    describe_adaptation,
    record_from_sources,
)
from essaim.replications.actions.progress import (
    ReasonMissing,
    TooSoon,
    abandon,
    move_forward,
)

__all__ = [
    "AlreadyAnswered",
    "AlreadyDeclared",
    "CaseNotPublished",
    "NotAParent",
    "NotTheOrigin",
    "NotYourReplication",
    "OwnCase",
    "ReasonMissing",
    "TooSoon",
    "abandon",
    "add_parent",
    "answers_open_to",
    "confirm",
    "confirm_by_link",
    "contest",
    "contest_by_link",
    "declare",
    "describe",
    "describe_adaptation",
    "move_forward",
    "record_from_sources",
    "replication_of_link",
]
