from essaim.calls.actions.extensions import extend, extend_after_outage, extend_for
from essaim.calls.actions.grid import set_default_grid
from essaim.calls.actions.life import (
    archive,
    can_be_archived,
    cancel,
    create_call,
    edit_call,
    publish,
    record_results,
    record_wave_results,
    what_is_missing,
)
from essaim.calls.actions.questions import edit_question, remove_question, set_default_questions
from essaim.calls.actions.rules import publish_rules
from essaim.calls.actions.waves import add_wave, edit_wave, remove_wave
from essaim.calls.exceptions import CallFrozen, CallNotOver, CallNotReady, NotManager, ReasonMissing

__all__ = [
    "CallFrozen",
    "CallNotOver",
    "CallNotReady",
    "NotManager",
    "ReasonMissing",
    "add_wave",
    "archive",
    "can_be_archived",
    "cancel",
    "create_call",
    "edit_call",
    "edit_question",
    "edit_wave",
    "extend",
    "extend_after_outage",
    "extend_for",
    "publish",
    "publish_rules",
    "record_results",
    "record_wave_results",
    "remove_question",
    "remove_wave",
    "set_default_grid",
    "set_default_questions",
    "what_is_missing",
]
