"""What happens to an application. One verb, one function; the next apps call these too."""

from essaim.applications.actions.deposit import submit, withdraw
from essaim.applications.actions.endorsement import ask_endorsement, give_endorsement
from essaim.applications.actions.examination import (
    check_admissibility,
    leave_unselected,
    put_on_reserve,
    select,
)
from essaim.applications.actions.files import add_attachment, remove_attachment
from essaim.applications.actions.letters import (
    approve_letter,
    edit_letter,
    prepare_letter,
    send_letter,
)
from essaim.applications.actions.people import accept_invitation, invite, remove_member
from essaim.applications.actions.writing import answer, describe, start

__all__ = [
    "accept_invitation",
    "add_attachment",
    "answer",
    "approve_letter",
    "ask_endorsement",
    "check_admissibility",
    "describe",
    "edit_letter",
    "give_endorsement",
    "invite",
    "leave_unselected",
    "prepare_letter",
    "put_on_reserve",
    "remove_attachment",
    "remove_member",
    "select",
    "send_letter",
    "start",
    "submit",
    "withdraw",
]
