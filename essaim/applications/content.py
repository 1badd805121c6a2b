"""What an application says, read once: for the pages, for the jury, and as canonical JSON.

The canonical form is UTF-8 JSON with sorted keys and no spaces; its SHA-256 names the content.
"""

import hashlib
import json
from dataclasses import dataclass

from essaim.applications.models import Answer, Application
from essaim.calls.models import Question

SCHEMA = 1


@dataclass(frozen=True)
class Entry:
    """A question and what was answered, if anything was."""

    question: Question
    answer: Answer | None

    @property
    def value(self) -> str:
        return self.answer.value if self.answer else ""

    @property
    def version(self) -> int:
        return self.answer.version if self.answer else 0

    @property
    def is_answered(self) -> bool:
        return bool(self.value.strip())


@dataclass(frozen=True)
class Section:
    title: str
    entries: list[Entry]


def entries(application: Application) -> list[Entry]:
    """Every question of the application's own version of the questions, in order. Two queries."""
    answers = {a.question_id: a for a in application.answers.select_related("changed_by")}
    questions = Question.objects.filter(question_set=application.question_set_id)
    return [Entry(question, answers.get(question.pk)) for question in questions]


def by_section(found: list[Entry]) -> list[Section]:
    """The same entries, under the titles of their sections, in order of appearance."""
    titles = dict.fromkeys(entry.question.section for entry in found)
    return [Section(t, [e for e in found if e.question.section == t]) for t in titles]


def sections(application: Application) -> list[Section]:
    """All that was answered, for the authors and the team."""
    return by_section(entries(application))


def sections_for_jury(application: Application) -> list[Section]:
    """What a juror reads: the questions hidden from the jury are left out."""
    return by_section([e for e in entries(application) if not e.question.is_hidden_from_jury])


def substance(application: Application) -> dict:
    """What an opinion and a deposit are about, as plain JSON values."""
    return {
        "schema": SCHEMA,
        "call": application.call.slug,
        "questions_version": application.question_set.version,
        "organisation": application.organisation.code,
        "title": application.title,
        "themes": sorted(theme.slug for theme in application.themes.all()),
        "answers": [
            {
                "code": entry.question.code,
                "label": entry.question.label,
                "section": entry.question.section,
                "value": entry.value,
            }
            for entry in entries(application)
        ],
        "attachments": [
            {"name": a.name, "size": a.size, "type": a.content_type, "sha256": a.sha256}
            for a in application.attachments.all()
        ],
    }


def canonical(data: dict) -> bytes:
    """UTF-8 JSON with sorted keys and no spaces: the same data always gives the same bytes."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def fingerprint(data: dict) -> str:
    """The SHA-256 of the canonical form, 64 hexadecimal characters."""
    return hashlib.sha256(canonical(data)).hexdigest()
