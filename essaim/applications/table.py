"""The table of a call's files: what stands in each column, read a few files at a time.

Answers and documents are those of the last frozen version, the one its SHA-256 names; what an
applicant is changing at this moment is not in it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import batched

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.applications.models import Application, ApplicationVersion, Endorsement, Receipt
from essaim.calls.models import Call, Question

AT_ONCE = 50
Cell = str | int | None


@dataclass(frozen=True)
class Column:
    """One question of the call; the same code in two versions of the questions is one column."""

    code: str
    label: str

    @property
    def title(self) -> str:
        return f"{self.label} [{self.code}]"


def question_columns(call: Call) -> list[Column]:
    """Latest version of the questions first. One query."""
    questions = Question.objects.filter(question_set__call=call)
    asked = questions.order_by("-question_set__version", "position")
    by_code: dict[str, Column] = {}
    for code, label in asked.values_list("code", "label"):
        by_code.setdefault(code, Column(code, label))
    return list(by_code.values())


def titles(columns: list[Column]) -> list[str]:
    return [
        *(_("Numéro"), _("Numéro d’origine"), _("État"), _("Structure"), _("Code de la structure")),
        *(_("Département"), _("Sorte de structure"), _("Habitants"), _("Titre"), _("Thèmes")),
        *(_("Porteur"), _("Adresse électronique du porteur"), _("Commencée le"), _("Déposée le")),
        *(_("Vague"), _("Avis de la direction"), _("Avis donné le"), _("Suivie par")),
        *(_("Recevabilité"), _("Examinée le"), _("Motif"), _("Pièces jointes")),
        _("Empreinte (SHA-256)"),
        *(column.title for column in columns),
    ]


@dataclass(frozen=True)
class Record:
    """One file, with all that an export writes of it already read."""

    application: Application

    @cached_property
    def number(self) -> str:
        receipt = getattr(self.application, "receipt", None)
        return receipt.number if isinstance(receipt, Receipt) else ""

    @cached_property
    def version(self) -> ApplicationVersion | None:
        return next(iter(self.application.versions.all()), None)

    @property
    def content(self) -> dict:
        return self.version.content if self.version else {}

    @property
    def documents(self) -> list[dict]:
        return self.content.get("attachments", [])

    @cached_property
    def answers(self) -> dict[str, str]:
        """Code of a question → what was answered; the names of its documents for a « fichier »."""
        found = {answer["code"]: str(answer["value"]) for answer in self.content.get("answers", [])}
        for document in self.documents:
            code = document.get("question")
            if code:
                found[code] = "\n".join(filter(None, [found.get(code, ""), document["name"]]))
        return found

    @cached_property
    def opinion(self) -> Endorsement | None:
        return next(iter(self.application.endorsements.all()), None)

    def cells(self, columns: list[Column]) -> list[Cell]:
        """In the order of ``titles``."""
        file, body = self.application, self.application.organisation
        check = next(iter(file.admissibility_checks.all()), None)
        return [
            *(
                self.number,
                file.external_number,
                str(file.get_status_display()),
                body.name,
                body.code,
            ),
            *(body.departement_code, str(body.get_family_display()), body.population, file.title),
            ", ".join(theme.name for theme in file.themes.all()),
            *(
                str(file.owner),
                file.owner.email,
                _moment(file.created_at),
                _moment(file.submitted_at),
            ),
            file.wave.number if file.wave else None,
            str(self.opinion.get_status_display()) if self.opinion else "",
            _moment(self.opinion.answered_at) if self.opinion else "",
            str(file.examiner or ""),
            str(check.get_verdict_display()) if check else "",
            _moment(check.checked_at) if check else "",
            check.reason if check else "",
            "\n".join(document["name"] for document in self.documents),
            self.version.sha256 if self.version else "",
            *(self.answers.get(column.code, "") for column in columns),
        ]


def records(keys: Sequence[int]) -> Iterator[Record]:
    """The applications of these keys, in that order. Six queries for each AT_ONCE of them."""
    files = Application.objects.select_related(
        "organisation", "owner", "examiner", "wave", "receipt"
    ).prefetch_related(
        "versions",
        "themes",
        "admissibility_checks",
        "attachments",
        Prefetch("endorsements", Endorsement.objects.standing()),
    )
    for some in batched(keys, AT_ONCE):
        found = files.in_bulk(some)
        yield from (Record(found[key]) for key in some if key in found)


def _moment(moment: datetime | None) -> str:
    """« 2027-05-12 14:05 » in the site's time zone: sorts as text, and any tool reads it."""
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else ""
