"""What was typed. The rules are in the actions; here only shape and words."""

from essaim.applications.forms.deposit import SubmitForm, VerifyForm
from essaim.applications.forms.endorsement import AskEndorsementForm, OpinionForm
from essaim.applications.forms.people import InviteForm
from essaim.applications.forms.team import AdmissibilityForm, ApplicationFilterForm, LetterForm
from essaim.applications.forms.writing import AnswerForm, AttachmentForm, DescribeForm, StartForm

__all__ = [
    "AdmissibilityForm",
    "AnswerForm",
    "ApplicationFilterForm",
    "AskEndorsementForm",
    "AttachmentForm",
    "DescribeForm",
    "InviteForm",
    "LetterForm",
    "OpinionForm",
    "StartForm",
    "SubmitForm",
    "VerifyForm",
]
