"""A territory answers: the application, the people behind it, its endorsement, its receipt."""

from essaim.applications.models.application import Answer, Application
from essaim.applications.models.deposit import ApplicationVersion, Receipt
from essaim.applications.models.endorsement import Endorsement
from essaim.applications.models.examination import AdmissibilityCheck, Laureate, Letter
from essaim.applications.models.exchange import Export, ImportMapping, ImportRun
from essaim.applications.models.files import Attachment, size_label
from essaim.applications.models.instruction import (
    CriterionCheck,
    InfoRequest,
    Message,
    Note,
    SavedFilter,
)
from essaim.applications.models.people import Member

__all__ = [
    "AdmissibilityCheck",
    "Answer",
    "Application",
    "ApplicationVersion",
    "Attachment",
    "CriterionCheck",
    "Endorsement",
    "Export",
    "ImportMapping",
    "ImportRun",
    "InfoRequest",
    "Laureate",
    "Letter",
    "Member",
    "Message",
    "Note",
    "Receipt",
    "SavedFilter",
    "size_label",
]
