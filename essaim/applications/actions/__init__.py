"""What happens to an application. One verb, one function; the next apps call these too."""

from essaim.applications.actions.asking import ask_completion, close_completion, extend_completion
from essaim.applications.actions.chasing import (
    expire_endorsements,
    remind_direction,
    remind_directions,
    warn_of_missing_opinions,
)
from essaim.applications.actions.checklist import note_findings
from essaim.applications.actions.completing import (
    expire_completions,
    remind_completions,
    send_completion,
)
from essaim.applications.actions.deposit import submit, withdraw
from essaim.applications.actions.endorsement import ask_endorsement
from essaim.applications.actions.examination import (
    check_admissibility,
    leave_unselected,
    put_on_reserve,
    select,
)
from essaim.applications.actions.exports import (
    ask_export,
    forget_old_exports,
    go_on_exporting,
)
from essaim.applications.actions.files import add_attachment, remove_attachment
from essaim.applications.actions.filters import forget_filter, keep_filter
from essaim.applications.actions.following import assign, unassign
from essaim.applications.actions.imports import (
    apply_import,
    bring_documents,
    receive_import,
    try_import,
)
from essaim.applications.actions.letters import (
    approve_letter,
    edit_letter,
    prepare_letter,
    send_letter,
)
from essaim.applications.actions.messages import add_note, mark_read, send_message
from essaim.applications.actions.opinion import (
    forward_endorsement,
    give_endorsement,
    send_forward_code,
    send_opinion_code,
    sign_endorsement,
)
from essaim.applications.actions.ownership import transfer, transfer_by_team, transfer_draft
from essaim.applications.actions.people import (
    accept_invitation,
    change_right,
    invite,
    leave,
    remove_member,
    resend_invitation,
)
from essaim.applications.actions.reminders import remind_drafts, send_resume_link
from essaim.applications.actions.replies import receive_reply
from essaim.applications.actions.scanning import scan_due
from essaim.applications.actions.sweeping import sweep_orphans
from essaim.applications.actions.telling import tell_extensions
from essaim.applications.actions.writing import answer, describe, start

__all__ = [
    "accept_invitation",
    "add_attachment",
    "add_note",
    "answer",
    "apply_import",
    "approve_letter",
    "ask_completion",
    "ask_endorsement",
    "ask_export",
    "assign",
    "bring_documents",
    "change_right",
    "check_admissibility",
    "close_completion",
    "describe",
    "edit_letter",
    "expire_completions",
    "expire_endorsements",
    "extend_completion",
    "forget_filter",
    "forget_old_exports",
    "forward_endorsement",
    "give_endorsement",
    "go_on_exporting",
    "invite",
    "keep_filter",
    "leave",
    "leave_unselected",
    "mark_read",
    "note_findings",
    "prepare_letter",
    "put_on_reserve",
    "receive_import",
    "receive_reply",
    "remind_completions",
    "remind_direction",
    "remind_directions",
    "remind_drafts",
    "remove_attachment",
    "remove_member",
    "resend_invitation",
    "scan_due",
    "select",
    "send_completion",
    "send_forward_code",
    "send_letter",
    "send_message",
    "send_opinion_code",
    "send_resume_link",
    "sign_endorsement",
    "start",
    "submit",
    "sweep_orphans",
    "tell_extensions",
    "transfer",
    "transfer_by_team",
    "transfer_draft",
    "try_import",
    "unassign",
    "warn_of_missing_opinions",
    "withdraw",
]
