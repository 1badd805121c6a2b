"""What was typed. The rules are in the actions; here only shape and words."""

from essaim.jury.forms.expertise import ExpertiseForm
from essaim.jury.forms.outcome import CorrectionForm, LetterTextForm, RiderForm, WithdrawalForm
from essaim.jury.forms.panel import DealForm, JurorForm, PanelForm, PlanForm
from essaim.jury.forms.reading import ConflictForm, DeclarationForm, ReviewForm
from essaim.jury.forms.session import (
    AdjournmentForm,
    ApprovalForm,
    AttendanceForm,
    DecisionForm,
    RecusalForm,
    SessionForm,
)

__all__ = [
    "AdjournmentForm",
    "ApprovalForm",
    "AttendanceForm",
    "ConflictForm",
    "CorrectionForm",
    "DealForm",
    "DecisionForm",
    "DeclarationForm",
    "ExpertiseForm",
    "JurorForm",
    "LetterTextForm",
    "PanelForm",
    "PlanForm",
    "RecusalForm",
    "ReviewForm",
    "RiderForm",
    "SessionForm",
    "WithdrawalForm",
]
