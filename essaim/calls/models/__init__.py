"""A question is asked: programmes, their calls, rules, questions and evaluation grids."""

from essaim.calls.models.calendar import Extension, Wave
from essaim.calls.models.call import Call, CallQuerySet
from essaim.calls.models.conditions import AdmissibilityCriterion, EligibilityQuestion
from essaim.calls.models.deadline import Closing
from essaim.calls.models.grid import Anchor, Criterion, Grid
from essaim.calls.models.programme import Partner, Programme, TeamMember, Theme
from essaim.calls.models.rules import Question, QuestionSet, Rules
from essaim.calls.models.zones import TIME_ZONES

__all__ = [
    "TIME_ZONES",
    "AdmissibilityCriterion",
    "Anchor",
    "Call",
    "CallQuerySet",
    "Closing",
    "Criterion",
    "EligibilityQuestion",
    "Extension",
    "Grid",
    "Partner",
    "Programme",
    "Question",
    "QuestionSet",
    "Rules",
    "TeamMember",
    "Theme",
    "Wave",
]
