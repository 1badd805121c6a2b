"""What was typed. The rules are in the actions; here only shape and words."""

from essaim.applications.forms.checklist import ChecklistForm
from essaim.applications.forms.completion import (
    AskCompletionForm,
    DueForm,
    MessageForm,
    NoteForm,
    SendCompletionForm,
)
from essaim.applications.forms.deposit import SubmitForm, VerifyForm
from essaim.applications.forms.endorsement import (
    AskEndorsementForm,
    ForwardForm,
    OpinionForm,
)
from essaim.applications.forms.imports import ApplyImportForm, MappingForm, ReceiveImportForm
from essaim.applications.forms.listing import ExportForm, FollowForm, KeepFilterForm, SearchForm
from essaim.applications.forms.people import HandOverDraftForm, InviteForm, ReassignForm, RightForm
from essaim.applications.forms.team import AdmissibilityForm, LetterForm
from essaim.applications.forms.writing import AnswerForm, AttachmentForm, DescribeForm, StartForm

__all__ = [
    "AdmissibilityForm",
    "AnswerForm",
    "ApplyImportForm",
    "AskCompletionForm",
    "AskEndorsementForm",
    "AttachmentForm",
    "ChecklistForm",
    "DescribeForm",
    "DueForm",
    "ExportForm",
    "FollowForm",
    "ForwardForm",
    "HandOverDraftForm",
    "InviteForm",
    "KeepFilterForm",
    "LetterForm",
    "MappingForm",
    "MessageForm",
    "NoteForm",
    "OpinionForm",
    "ReassignForm",
    "ReceiveImportForm",
    "RightForm",
    "SearchForm",
    "SendCompletionForm",
    "StartForm",
    "SubmitForm",
    "VerifyForm",
]
