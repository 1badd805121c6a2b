from essaim.calls.forms.calls import CallForm, CancellationForm, NewCallForm, RulesForm
from essaim.calls.forms.deadlines import ExtensionForm, NamedExtensionForm, WaveForm
from essaim.calls.forms.questions import QuestionForm

__all__ = [
    "CallForm",
    "CancellationForm",
    "ExtensionForm",
    "NamedExtensionForm",
    "NewCallForm",
    "QuestionForm",
    "RulesForm",
    "WaveForm",
]
