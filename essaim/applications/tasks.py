"""The task list of a draft, in the order in which it is easiest to write."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from essaim.applications.content import Entry, by_section
from essaim.applications.models import Endorsement
from essaim.applications.readiness import Progress, Readiness


@dataclass(frozen=True)
class Task:
    label: str
    url: str
    progress: str
    hint: str = ""
    is_optional: bool = False

    @property
    def is_done(self) -> bool:
        return self.progress == Progress.DONE

    @property
    def progress_label(self) -> str:
        return str(Progress(self.progress).label)

    @property
    def colour(self) -> str:
        return {Progress.DONE: "green", Progress.STARTED: "honey"}.get(self.progress, "grey")


@dataclass(frozen=True)
class Group:
    title: str
    tasks: list[Task]


def task_groups(readiness: Readiness) -> list[Group]:
    project = Task(
        _("Titre et thèmes"), _url(readiness, "application_describe"), readiness.description
    )
    questions = [
        Group(section.title, [_question_task(readiness, entry) for entry in section.entries])
        for section in by_section(readiness.entries)
    ]
    people = [_files_task(readiness), _people_task(readiness), _endorsement_task(readiness)]
    return [
        Group(_("Le projet en bref"), [project]),
        *questions,
        Group(_("Pièces et soutiens"), people),
    ]


def _url(readiness: Readiness, name: str, *args) -> str:
    return reverse(f"applications:{name}", args=[readiness.application.public_id, *args])


def _question_task(readiness: Readiness, entry: Entry) -> Task:
    return Task(
        entry.question.label,
        _url(readiness, "answer_edit", entry.question.code),
        Progress.DONE if entry.is_answered else Progress.TO_START,
        hint="" if entry.question.is_required else _("Facultatif"),
        is_optional=not entry.question.is_required,
    )


def _files_task(readiness: Readiness) -> Task:
    count = len(readiness.attachments)
    return Task(
        _("Fichiers à joindre"),
        _url(readiness, "attachment_list"),
        Progress.DONE if count else Progress.TO_START,
        hint=_("{count} sur 10").format(count=count) if count else _("Facultatif"),
        is_optional=True,
    )


def _people_task(readiness: Readiness) -> Task:
    members = list(readiness.application.members.all())
    waiting = sum(member.accepted_at is None for member in members)
    return Task(
        _("Écrire à plusieurs"),
        _url(readiness, "member_list"),
        Progress.DONE if members and not waiting else Progress(_progress(members)),
        hint=_people_hint(len(members) - waiting, waiting),
        is_optional=True,
    )


def _people_hint(joined: int, waiting: int) -> str:
    """« 1 dans l’équipe, 2 en attente », without what there is none of."""
    found = [_("{joined} dans l’équipe").format(joined=joined)] if joined else []
    found += [_("{waiting} en attente").format(waiting=waiting)] if waiting else []
    return ", ".join(found) or _("Facultatif")


def _progress(members: list) -> str:
    return Progress.STARTED if members else Progress.TO_START


def _endorsement_task(readiness: Readiness) -> Task:
    return Task(
        _("Avis de la direction"),
        _url(readiness, "endorsement_ask"),
        readiness.endorsement_progress,
        hint=_endorsement_hint(readiness),
        is_optional=not (readiness.endorsement_gates or readiness.endorsement_follows),
    )


def _endorsement_hint(readiness: Readiness) -> str:
    endorsement = readiness.endorsement
    if endorsement is None:
        return _endorsement_need(readiness)
    if readiness.is_endorsement_stale:
        return _("La candidature a changé depuis l’avis : demandez-le de nouveau")
    if endorsement.has_expired:
        return _("Le lien envoyé a expiré : demandez l’avis de nouveau")
    if endorsement.status == Endorsement.Status.REQUESTED:
        return _("Demandé à {email}").format(email=endorsement.email)
    return _("Reçu : {opinion}").format(opinion=endorsement.get_status_display())


def _endorsement_need(readiness: Readiness) -> str:
    if readiness.endorsement_follows:
        return _("À demander avant le dépôt ; la réponse peut venir après")
    return _("Nécessaire pour déposer") if readiness.endorsement_gates else _("Facultatif")
