"""People hear of it: subscribe, compose, approve, send, stop."""

from essaim.outreach.actions.issues import (
    ApprovedByItsAuthor,
    NoLongerEditable,
    NotInTheTeam,
    WrongNumberOfSheets,
    approve,
    compose,
    current_content,
    edit,
    send_test,
)
from essaim.outreach.actions.sending import (
    BATCH,
    SheetWithdrawn,
    go_on_sending,
    prepare_batch,
    send,
    start_sending,
)
from essaim.outreach.actions.subscribing import (
    choose,
    confirm_subscription,
    subscribe,
    subscriber_of_link,
    suppress,
    unsubscribe,
)

__all__ = [
    "BATCH",
    "ApprovedByItsAuthor",
    "NoLongerEditable",
    "NotInTheTeam",
    "SheetWithdrawn",
    "WrongNumberOfSheets",
    "approve",
    "choose",
    "compose",
    "confirm_subscription",
    "current_content",
    "edit",
    "go_on_sending",
    "prepare_batch",
    "send",
    "send_test",
    "start_sending",
    "subscribe",
    "subscriber_of_link",
    "suppress",
    "unsubscribe",
]
