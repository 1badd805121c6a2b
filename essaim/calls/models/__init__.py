"""A question is asked: programmes, their calls, rules, questions and evaluation grids."""

from essaim.calls.models.call import Call, CallQuerySet
from essaim.calls.models.grid import Anchor, Criterion, Grid
from essaim.calls.models.programme import Partner, Programme, TeamMember, Theme
from essaim.calls.models.rules import Question, QuestionSet, Rules

__all__ = [
    "Anchor",
    "Call",
    "CallQuerySet",
    "Criterion",
    "Grid",
    "Partner",
    "Programme",
    "Question",
    "QuestionSet",
    "Rules",
    "TeamMember",
    "Theme",
]
