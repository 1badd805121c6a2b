from essaim.calls.forms.calls import CallForm, CancellationForm, CloneForm, NewCallForm, RulesForm
from essaim.calls.forms.deadlines import ExtensionForm, NamedExtensionForm, WaveForm
from essaim.calls.forms.eligibility import SelfTestForm
from essaim.calls.forms.parts import (
    AdmissibilityCriterionForm,
    CriterionForm,
    EligibilityQuestionForm,
)
from essaim.calls.forms.questions import AmendmentForm, ConditionForm, KindForm, QuestionForm

__all__ = [
    "AdmissibilityCriterionForm",
    "AmendmentForm",
    "CallForm",
    "CancellationForm",
    "CloneForm",
    "ConditionForm",
    "CriterionForm",
    "EligibilityQuestionForm",
    "ExtensionForm",
    "KindForm",
    "NamedExtensionForm",
    "NewCallForm",
    "QuestionForm",
    "RulesForm",
    "SelfTestForm",
    "WaveForm",
]
