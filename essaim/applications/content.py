"""What an application says, read once: for the pages, for the jury, and as canonical JSON.

The canonical form is UTF-8 JSON with sorted keys and no spaces; its SHA-256 names the content.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.utils.formats import date_format

from essaim.applications.models import Answer, Application, Attachment
from essaim.calls.conditions import asked_questions
from essaim.calls.models import Question
from essaim.territories.models import Organisation

SCHEMA = 1


@dataclass(frozen=True)
class Entry:
    """A question and what was answered, if anything was: a text, or documents for a « fichier ».

    ``organisation_name`` is the name behind the code that an « organisme » keeps.
    """

    question: Question
    answer: Answer | None
    files: tuple[Attachment, ...] = ()
    organisation_name: str = ""

    @property
    def value(self) -> str:
        return self.answer.value if self.answer else ""

    @property
    def version(self) -> int:
        return self.answer.version if self.answer else 0

    @property
    def is_answered(self) -> bool:
        return bool(self.files) or bool(self.value.strip())

    @property
    def shown(self) -> str:
        """The value as people read it: a date in words, an organisation by its name."""
        if self.question.kind == Question.Kind.DATE and self.is_answered:
            return date_format(date.fromisoformat(self.value), "DATE_FORMAT")
        return self.organisation_name or self.value

    @property
    def lines(self) -> list[str]:
        """One person per line; blank lines left out."""
        return [line.strip() for line in self.value.splitlines() if line.strip()]


@dataclass(frozen=True)
class Section:
    title: str
    entries: list[Entry]


def entries(application: Application) -> list[Entry]:
    """Every question asked of this application, in order, with its answer. At most four queries."""
    return asked_entries(all_entries(application))


def entry_of(answer: Answer) -> Entry:
    """One answer alone, readable."""
    question = answer.question
    names = _organisation_names([question], {question.pk: answer})
    return Entry(question, answer, (), names.get(question.pk, ""))


def asked_entries(found: list[Entry]) -> list[Entry]:
    """Of all the entries of an application, those that its other answers call for."""
    values = {entry.question.code: entry.value for entry in found}
    asked = set(asked_questions([entry.question for entry in found], values))
    return [entry for entry in found if entry.question in asked]


def all_entries(application: Application) -> list[Entry]:
    """The same, with the questions that the other answers make pointless: the draft keeps them."""
    questions = list(Question.objects.filter(question_set=application.question_set_id))
    answers = {a.question_id: a for a in application.answers.select_related("changed_by")}
    files = _files(application, questions)
    names = _organisation_names(questions, answers)
    return [
        Entry(q, answers.get(q.pk), files.get(q.pk, ()), names.get(q.pk, "")) for q in questions
    ]


def _files(application, questions: list[Question]) -> dict[int, tuple[Attachment, ...]]:
    found: dict[int, tuple[Attachment, ...]] = {}
    if any(question.kind == Question.Kind.FILE for question in questions):
        for attachment in application.attachments.exclude(question=None):
            found[attachment.question_id] = (*found.get(attachment.question_id, ()), attachment)
    return found


def _organisation_names(questions: list[Question], answers: dict[int, Answer]) -> dict[int, str]:
    """Question → the name of the organisation whose code was answered."""
    kind = Question.Kind.ORGANISATION
    codes = {q.pk: answers[q.pk].value for q in questions if q.kind == kind and q.pk in answers}
    wanted = [Organisation.objects.with_code(code) for code in codes.values() if code]
    found = reduce(or_, wanted) if wanted else []
    names = {organisation.code: organisation.label for organisation in found}
    return {pk: names.get(code, code) for pk, code in codes.items()}


def joined_files(application: Application) -> list[Attachment]:
    """The documents of the application, but for those of a question that is not asked (any more)."""
    attachments = list(application.attachments.all())
    if all(attachment.question_id is None for attachment in attachments):
        return attachments
    return _of_asked(attachments, entries(application))


def _of_asked(attachments: list[Attachment], found: list[Entry]) -> list[Attachment]:
    asked = {entry.question.pk for entry in found}
    return [a for a in attachments if a.question_id is None or a.question_id in asked]


def files_for_jury(application: Application) -> list[Attachment]:
    """Those of them that answer no question hidden from the jury."""
    hidden = application.question_set.questions.filter(is_hidden_from_jury=True)
    hidden_pks = set(hidden.values_list("pk", flat=True))
    return [a for a in joined_files(application) if a.question_id not in hidden_pks]


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
    """What an opinion and a deposit are about, as plain JSON values.

    Values are those stored: a date is « 2027-03-01 », an organisation is its code.
    """
    attachments = list(application.attachments.all())
    return substance_of(
        application, entries(application), list(application.themes.all()), attachments
    )


def substance_of(
    application: Application, found: list[Entry], themes: list, attachments: list[Attachment]
) -> dict:
    """The same, of what was read already."""
    codes = {entry.question.pk: entry.question.code for entry in found}
    return {
        "schema": SCHEMA,
        "call": application.call.slug,
        "questions_version": application.question_set.version,
        "organisation": application.organisation.code,
        "title": application.title,
        "themes": sorted(theme.slug for theme in themes),
        "answers": [
            {
                "code": entry.question.code,
                "label": entry.question.label,
                "section": entry.question.section,
                "value": entry.value,
            }
            for entry in found
        ],
        "attachments": [
            _file_of(a, codes.get(a.question_id, "")) for a in _of_asked(attachments, found)
        ],
    }


def _file_of(attachment: Attachment, code: str) -> dict:
    return {
        "name": attachment.name,
        "size": attachment.size,
        "type": attachment.content_type,
        "sha256": attachment.sha256,
        "question": code,
    }


def canonical(data: dict) -> bytes:
    """UTF-8 JSON with sorted keys and no spaces: the same data always gives the same bytes."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def fingerprint(data: dict) -> str:
    """The SHA-256 of the canonical form, 64 hexadecimal characters."""
    return hashlib.sha256(canonical(data)).hexdigest()
