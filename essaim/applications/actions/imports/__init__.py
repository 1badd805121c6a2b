"""Applications received by another tool: tried first, then taken in, once."""

from essaim.applications.actions.imports.documents import bring_documents
from essaim.applications.actions.imports.runs import (
    FETCH_FILES,
    MOST_LINES,
    TELL_OWNERS,
    apply_import,
    may_fetch,
    read_run,
    receive_import,
    try_import,
)

__all__ = [
    "FETCH_FILES",
    "MOST_LINES",
    "TELL_OWNERS",
    "apply_import",
    "bring_documents",
    "may_fetch",
    "read_run",
    "receive_import",
    "try_import",
]
