"""From one record of the source to an application that could be created, or why it cannot."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.applications.actions.imports.answers import answer_of
from essaim.applications.actions.writing import TITLE_LENGTH
from essaim.applications.exceptions import BadAnswer
from essaim.applications.mapping import (
    Record,
    Target,
    Value,
    find_organisation,
    moment_of,
    question_of,
)
from essaim.applications.mapping.report import Document
from essaim.applications.models import Endorsement
from essaim.base.text import fold
from essaim.calls.conditions import asked_questions
from essaim.calls.models import Call, Question, Theme
from essaim.territories.models import Organisation

NUMBER_LENGTH = 50
NAME_LENGTH = 120
OPINIONS = {
    **dict.fromkeys(("favorable", "avis favorable", "oui", "accord", "d accord"), "favourable"),
    **dict.fromkeys(
        ("favorable avec reserves", "avis favorable avec reserves", "avec reserves", "reserve"),
        "with_reserves",
    ),
    **dict.fromkeys(("defavorable", "avis defavorable", "refus"), "unfavourable"),
}
NO_OPINION = ("", "non", "sans avis", "non demande", "en attente")


@dataclass
class Candidate:
    """What a record gives. With no ``problems``, it can be created; ``remarks`` are only told.

    ``prints`` is {field of the source: fingerprint of what it said}, of the fields taken in.
    """

    number: str
    title: str = ""
    themes: list[Theme] = field(default_factory=list)
    organisation: Organisation | None = None
    email: str = ""
    name: str = ""
    deposited_at: datetime | None = None
    opinion: str = ""
    opinion_text: str = ""
    answers: dict[Question, str] = field(default_factory=dict)
    documents: list[Document] = field(default_factory=list)
    prints: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


class Reader:
    """Reads records for one call with one mapping; what is looked up often is looked up once."""

    def __init__(self, call: Call, fields: dict[str, str]):
        self.call, self.fields = call, fields
        prefetch_related_objects([call], "waves", "extensions")
        self.questions = list(call.questions_asked.questions.all())
        self.by_code = {question.code: question for question in self.questions}
        self.themes = {fold(theme.name): theme for theme in Theme.objects.all()}
        self.zone = ZoneInfo(call.time_zone)
        self.organisations: dict[tuple, Organisation | str] = {}

    def read(self, record: Record) -> Candidate:
        values = self._values(record)
        candidate = Candidate(number=record.number or _text(values, Target.NUMBER))
        candidate.prints = self.prints(record)
        candidate.remarks += record.notes
        if record.problem:
            candidate.problems.append(record.problem)
            return candidate
        for step in (
            *(self._number, self._title, self._themes, self._organisation, self._email),
            *(self._deposit, self._opinion, self._answers, self._documents),
        ):
            try:
                step(candidate, values)
            except BadAnswer as problem:
                candidate.problems.append(str(problem))
        candidate.remarks += self._unanswered(candidate)
        return candidate

    def prints(self, record: Record) -> dict[str, str]:
        """What tells whether a field has changed at the source since it was read."""
        return {
            key: _print_of(record.values.get(key, Value()))
            for key, target in self.fields.items()
            if target
        }

    def _values(self, record: Record) -> dict[str, list[Value]]:
        """{target: what the fields that answer it say}, without the empty ones."""
        found: dict[str, list[Value]] = {}
        for key, target in self.fields.items():
            value = record.values.get(key)
            if target and value:
                found.setdefault(target, []).append(value)
        return found

    def _number(self, candidate, values) -> None:
        if not candidate.number:
            raise BadAnswer(
                _("Numéro d’origine absent : il évite de reprendre deux fois la ligne.")
            )
        if len(candidate.number) > NUMBER_LENGTH:
            raise BadAnswer(_("Numéro d’origine trop long : 50 caractères au plus."))

    def _title(self, candidate, values) -> None:
        candidate.title = title = " ".join(_text(values, Target.TITLE).split())
        if not title:
            raise BadAnswer(_("Titre absent : complétez-le à la source."))
        if len(title) > TITLE_LENGTH:
            candidate.title = title[:TITLE_LENGTH]
            raise BadAnswer(
                _("Titre trop long de {count} caractères : 120 au plus.").format(
                    count=len(title) - TITLE_LENGTH
                )
            )

    def _themes(self, candidate, values) -> None:
        for value in values.get(Target.THEMES, ()):
            for part in value.parts or value.text.replace(";", "\n").replace("|", "\n").split("\n"):
                theme = self.themes.get(fold(part))
                if theme and theme not in candidate.themes:
                    candidate.themes.append(theme)
                elif part.strip() and not theme:
                    candidate.remarks.append(
                        _("Thème laissé de côté, absent de notre liste : « {theme} ».").format(
                            theme=part.strip()[:80]
                        )
                    )

    def _organisation(self, candidate, values) -> None:
        value = next(iter(values.get(Target.ORGANISATION, ())), Value())
        place = next(iter(values.get(Target.DEPARTEMENT, ())), Value())
        key = (value.text, value.code, place.code or place.text)
        if key not in self.organisations:
            try:
                self.organisations[key] = find_organisation(value, key[2])
            except BadAnswer as problem:
                self.organisations[key] = str(problem)
        found = self.organisations[key]
        if isinstance(found, str):
            raise BadAnswer(found)
        candidate.organisation = found

    def _email(self, candidate, values) -> None:
        candidate.name = " ".join(_text(values, Target.NAME).split())[:NAME_LENGTH]
        candidate.email = _text(values, Target.EMAIL).strip().lower()
        if not candidate.email:
            raise BadAnswer(
                _("Adresse électronique du porteur absente : sans elle, personne ne peut répondre.")
            )
        try:
            validate_email(candidate.email)
        except ValidationError:
            raise BadAnswer(
                _("Adresse électronique illisible : « {email} ».").format(
                    email=candidate.email[:80]
                )
            ) from None

    def _deposit(self, candidate, values) -> None:
        text = _text(values, Target.DEPOSITED)
        if not text:
            raise BadAnswer(_("Date de dépôt absente : écrivez-la, par exemple 12/04/2027."))
        moment = moment_of(text, self.zone)
        if moment > timezone.now():
            raise BadAnswer(_("Date de dépôt dans l’avenir : vérifiez-la."))
        candidate.deposited_at = moment
        if _is_late(self.call, moment, candidate.email):
            candidate.remarks.append(_("Déposée après la clôture : elle est reprise et signalée."))

    def _opinion(self, candidate, values) -> None:
        text = _text(values, Target.OPINION)
        plain = fold(text)
        if plain in NO_OPINION:
            return
        if plain not in OPINIONS:
            raise BadAnswer(
                _(
                    "Avis de la direction illisible : « {text} ». Écrivez « favorable », "
                    "« favorable avec réserves » ou « défavorable »."
                ).format(text=text[:80])
            )
        candidate.opinion = Endorsement.Status(OPINIONS[plain])
        candidate.opinion_text = text

    def _answers(self, candidate, values) -> None:
        for target, found in values.items():
            question = self.by_code.get(question_of(target))
            if question is None or question.kind == Question.Kind.FILE:
                continue
            try:
                candidate.answers[question] = answer_of(question, found)
            except BadAnswer as problem:
                candidate.problems.append(f"«\u00a0{question.label}\u00a0»\u00a0: {problem}")

    def _documents(self, candidate, values) -> None:
        for target, found in values.items():
            question = self.by_code.get(question_of(target))
            if target != Target.FILES and (question is None or question.kind != Question.Kind.FILE):
                continue
            code = question.code if question else ""
            candidate.documents += [
                document for value in found for document in _documents_of(value, code)
            ]

    def _unanswered(self, candidate) -> list[str]:
        """The required questions that the source leaves without answer, in one remark."""
        texts = {question.code: text for question, text in candidate.answers.items()}
        joined = {document.question for document in candidate.documents}
        left = [
            f"«\u00a0{question.label}\u00a0»"
            for question in asked_questions(self.questions, texts)
            if question.is_required and question.code not in {*texts, *joined}
        ]
        return [_("Sans réponse : {questions}").format(questions=", ".join(left))] if left else []


def _text(values: dict[str, list[Value]], target: str) -> str:
    return next((value.text.strip() for value in values.get(target, ())), "")


def _documents_of(value: Value, question: str) -> list[Document]:
    """Those that the source describes; in a table, names separated by « ; » or by lines."""
    if value.files:
        return [
            Document(file.name, file.url, file.size, file.md5, question) for file in value.files
        ]
    names = (name.strip() for name in value.text.replace("|", ";").replace("\n", ";").split(";"))
    return [Document(name[:200], question=question) for name in names if name]


def _print_of(value: Value) -> str:
    files = [(file.name, file.md5) for file in value.files]
    written = repr((value.text, value.code, value.parts, files))
    return hashlib.sha256(written.encode()).hexdigest()[:16]


def _is_late(call: Call, moment: datetime, email: str) -> bool:
    """After the last closing, grace and extensions of this person included."""
    closings = call.closings(email)
    return bool(closings) and moment >= closings[-1].ends_at
