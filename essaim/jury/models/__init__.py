"""Who is chosen: the panel, its conflicts, its reading, its sitting and its minutes."""

from essaim.jury.models.computation import Computation
from essaim.jury.models.expertise import Expertise
from essaim.jury.models.outcome import Announcement, LetterText, ResultVersion, Rider
from essaim.jury.models.panel import (
    BEFORE_JURY,
    Conflict,
    InterestDeclaration,
    Juror,
    Panel,
)
from essaim.jury.models.reading import Assignment, Grade, Review
from essaim.jury.models.session import Attendance, Deliberation, Minutes, Recusal, Session

__all__ = [
    "BEFORE_JURY",
    "Announcement",
    "Assignment",
    "Attendance",
    "Computation",
    "Conflict",
    "Deliberation",
    "Expertise",
    "Grade",
    "InterestDeclaration",
    "Juror",
    "LetterText",
    "Minutes",
    "Panel",
    "Recusal",
    "ResultVersion",
    "Review",
    "Rider",
    "Session",
]
