"""What every later app's actions build on: the journal, the outbox, mailed links, people."""

from essaim.accounts.actions.codes import (
    CodeRefused,
    TooManyCodes,
    check_code,
    send_code,
    use_code,
)
from essaim.accounts.actions.heartbeats import beat
from essaim.accounts.actions.journal import advance, log
from essaim.accounts.actions.links import (
    LinkUsed,
    open_link,
    read_link,
    repeat_link,
    revoke_links,
    use_link,
)
from essaim.accounts.actions.outbox import (
    cancel_mail,
    confirm_mail,
    deliver_due,
    enqueue_mail,
    resend_mail,
)
from essaim.accounts.actions.people import (
    add_demonstration_person,
    describe_oneself,
    find_or_invite,
    join_organisation,
    leave_organisation,
    send_sign_in_code,
    sign_out_everywhere,
    tell_security_change,
)

__all__ = [
    "CodeRefused",
    "LinkUsed",
    "TooManyCodes",
    "add_demonstration_person",
    "advance",
    "beat",
    "cancel_mail",
    "check_code",
    "confirm_mail",
    "deliver_due",
    "describe_oneself",
    "enqueue_mail",
    "find_or_invite",
    "join_organisation",
    "leave_organisation",
    "log",
    "open_link",
    "read_link",
    "repeat_link",
    "resend_mail",
    "revoke_links",
    "send_code",
    "send_sign_in_code",
    "sign_out_everywhere",
    "tell_security_change",
    "use_code",
    "use_link",
]
