"""What the worker does without being asked: mails that are due, and whatever a date makes due.

The tables are the truth. A job reads what is due, does it, and says how much it did; stopped in
the middle, it is taken up again at its next turn, here or by another worker.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from essaim.accounts import actions as accounts
from essaim.applications import actions as applications
from essaim.jury import actions as jury
from essaim.outreach import actions as outreach


@dataclass(frozen=True)
class Job:
    """``run`` returns how many things it did: while it does some, it is run again at once."""

    name: str
    run: Callable[[], int]
    every: timedelta


JOBS = [
    Job("mails", accounts.deliver_due, timedelta(seconds=1)),
    Job("campaigns", outreach.go_on_sending, timedelta(seconds=10)),
    Job("heartbeat", accounts.beat, timedelta(minutes=1)),
    Job("extensions", applications.tell_extensions, timedelta(seconds=20)),
    Job("draft_reminders", applications.remind_drafts, timedelta(minutes=10)),
    Job("direction_reminders", applications.remind_directions, timedelta(minutes=10)),
    Job("missing_opinions", applications.warn_of_missing_opinions, timedelta(minutes=10)),
    Job("old_opinion_requests", applications.expire_endorsements, timedelta(hours=1)),
    Job("completion_reminders", applications.remind_completions, timedelta(minutes=10)),
    Job("late_completions", applications.expire_completions, timedelta(minutes=1)),
    Job("juror_reminders", jury.remind_due_jurors, timedelta(minutes=10)),
    Job("antivirus", applications.scan_due, timedelta(seconds=5)),
    Job("orphans", applications.sweep_orphans, timedelta(hours=6)),
    Job("exports", applications.go_on_exporting, timedelta(seconds=2)),
    Job("jury_results", jury.publish_due, timedelta(seconds=5)),
    Job("jury_reserves", jury.expire_reserves, timedelta(hours=1)),
    Job("jury_comments", jury.erase_due_comments, timedelta(hours=1)),
    Job("jury_computations", jury.go_on_computing, timedelta(seconds=1)),
    Job("imported_documents", applications.bring_documents, timedelta(seconds=10)),
    Job("old_exports", applications.forget_old_exports, timedelta(hours=1)),
]
