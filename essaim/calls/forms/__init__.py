from essaim.calls.forms.calls import CallForm, CancellationForm, NewCallForm, RulesForm
from essaim.calls.forms.questions import QuestionForm

__all__ = ["CallForm", "CancellationForm", "NewCallForm", "QuestionForm", "RulesForm"]
