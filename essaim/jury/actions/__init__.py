"""What happens in a jury: one verb, one function."""

from essaim.jury.actions.aftermath import (
    call_up,
    correct_results,
    expire_reserves,
    withdraw_laureate,
)
from essaim.jury.actions.announcing import (
    cancel_announcement,
    publish_due,
    schedule_announcement,
)
from essaim.jury.actions.computing import (
    ask_computation,
    ask_trial,
    compare_scores,
    go_on_computing,
)
from essaim.jury.actions.decision import close_session, decide, sign_minutes
from essaim.jury.actions.expertise import declare_expertise
from essaim.jury.actions.interests import declare_conflict, declare_interests
from essaim.jury.actions.panel import (
    close_reviews,
    create_panel,
    dismiss_juror,
    invite_juror,
    remind_jurors,
    set_panel,
)
from essaim.jury.actions.plan import (
    apply_plan,
    assign,
    assign_all,
    deal,
    set_plan,
    unassign,
)
from essaim.jury.actions.reminders import remind_due_jurors
from essaim.jury.actions.results import announce_results, approve_letters, prepare_letters
from essaim.jury.actions.retention import erase_due_comments, erasure_of
from essaim.jury.actions.reviews import grade, submit_review, take_back_review
from essaim.jury.actions.riders import add_rider
from essaim.jury.actions.session import (
    adjourn,
    convene,
    open_session,
    plan_session,
    record_attendance,
    record_attendances,
    recuse,
)
from essaim.jury.actions.wording import set_letter_text

__all__ = [
    "add_rider",
    "adjourn",
    "announce_results",
    "apply_plan",
    "approve_letters",
    "ask_computation",
    "ask_trial",
    "assign",
    "assign_all",
    "call_up",
    "cancel_announcement",
    "close_reviews",
    "close_session",
    "compare_scores",
    "convene",
    "correct_results",
    "create_panel",
    "deal",
    "decide",
    "declare_conflict",
    "declare_expertise",
    "declare_interests",
    "dismiss_juror",
    "erase_due_comments",
    "erasure_of",
    "expire_reserves",
    "go_on_computing",
    "grade",
    "invite_juror",
    "open_session",
    "plan_session",
    "prepare_letters",
    "publish_due",
    "record_attendance",
    "record_attendances",
    "recuse",
    "remind_due_jurors",
    "remind_jurors",
    "schedule_announcement",
    "set_letter_text",
    "set_panel",
    "set_plan",
    "sign_minutes",
    "submit_review",
    "take_back_review",
    "unassign",
    "withdraw_laureate",
]
