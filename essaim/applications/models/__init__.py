"""A territory answers: the application, the people behind it, its endorsement, its receipt."""

from essaim.applications.models.application import Answer, Application, Attachment, Member
from essaim.applications.models.deposit import ApplicationVersion, Receipt
from essaim.applications.models.endorsement import Endorsement
from essaim.applications.models.examination import AdmissibilityCheck, Laureate, Letter

__all__ = [
    "AdmissibilityCheck",
    "Answer",
    "Application",
    "ApplicationVersion",
    "Attachment",
    "Endorsement",
    "Laureate",
    "Letter",
    "Member",
    "Receipt",
]
