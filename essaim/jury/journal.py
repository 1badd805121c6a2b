"""The minutes drawn a second time, from the lines of the journal and from nothing else.

Used to prove that the procès-verbal says what was done, act by act: see ``content_from_journal``.
"""

import json

from essaim.accounts.models import LogEntry
from essaim.base.ids import reference
from essaim.jury.minutes import SCHEMA, lists_of
from essaim.jury.models import Attendance, Session

ABSENT = str(Attendance.Presence.ABSENT.label)


def content_from_journal(session: Session) -> dict:
    """What ``minutes.content_of`` says, from LogEntry rows alone (``session`` gives its reference).

    Raises KeyError when the journal lacks an act.
    """
    entries = list(LogEntry.objects.filter(ref=reference(session)).order_by("pk"))
    closing = json.loads(_last(entries, "close"))
    roll = json.loads(_last(entries, "roll"))
    presence = {e.note: e.after for e in entries if e.verb == "attend"}
    labels = {value: str(label) for value, label in Attendance.Presence.choices}
    annex = json.loads(_last(entries, "annex"))
    files = [file for e in entries if e.verb == "list" for file in json.loads(e.note)]
    items = [_item(file, annex["figures"]) for file in files if not _is_withdrawn(file)]
    return {
        "schema": SCHEMA,
        **closing,
        "members": [
            {**member, "presence": labels.get(presence.get(member["name"], ""), ABSENT)}
            for member in roll
        ],
        "inadmissible": annex["inadmissible"],
        "items": items,
        **lists_of(items),
    }


def _last(entries, verb: str) -> str:
    """The note of the last such act."""
    return {entry.verb: entry.note for entry in entries}[verb]


def _is_withdrawn(file) -> bool:
    return LogEntry.objects.filter(ref=file["file_ref"], after="withdrawn").exists()


def _item(file: dict, figures: dict) -> dict:
    """One file: its place, who left for it, and the last decision that was not void."""
    said = {name: file[name] for name in ("application", "organisation", "title", "position")}
    entries = LogEntry.objects.filter(ref=file["item_ref"]).order_by("pk")
    recused, decision = [], {}
    for entry in entries:
        if entry.verb == "recuse":
            recused.append(json.loads(entry.note))
        elif entry.verb == "decide":
            decision = json.loads(entry.note)
        elif entry.verb == "void":
            decision = {}
    return {**said, "recused": recused, **decision, **figures[file["application"]]}
