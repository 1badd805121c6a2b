from essaim.cases.actions.publishing import (
    ChangesNotTold,
    NotApproved,
    archive,
    publish,
)
from essaim.cases.actions.review import (
    CaseChanged,
    NothingToReview,
    ReasonMissing,
    approve,
    ask_review,
    send_back,
)
from essaim.cases.actions.writing import (
    CaseClosed,
    NotYours,
    edit,
    open_case,
    prefill,
    raise_part,
    remove_part,
    save_part,
    set_parts,
)

__all__ = [
    "CaseChanged",
    "CaseClosed",
    "ChangesNotTold",
    "NotApproved",
    "NotYours",
    "NothingToReview",
    "ReasonMissing",
    "approve",
    "archive",
    "ask_review",
    "edit",
    "open_case",
    "prefill",
    "publish",
    "raise_part",
    "remove_part",
    "save_part",
    "send_back",
    "set_parts",
]
