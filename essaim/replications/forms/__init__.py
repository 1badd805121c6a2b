from essaim.replications.forms.declaring import (
    INTENTIONS,
    AdaptationFormSet,
    DeclarationForm,
    StoryForm,
)
from essaim.replications.forms.following import AnswerForm, MoveForm, ReplicationFilterForm

__all__ = [
    "INTENTIONS",
    "AdaptationFormSet",
    "AnswerForm",
    "DeclarationForm",
    "MoveForm",
    "ReplicationFilterForm",
    "StoryForm",
]
