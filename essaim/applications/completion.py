"""A request for completion as its authors work on it: what it reopens, what they have typed so far.

What is typed stays in the request until it is sent; the application itself says what was last sent.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from essaim.applications.content import Entry, all_entries, asked_entries, entry_of
from essaim.applications.models import Answer, Application, Attachment, InfoRequest
from essaim.calls.models import Question, Theme

COMPLETABLE = (Application.Status.SUBMITTED, *Application.JUDGED)


@dataclass(frozen=True)
class Description:
    """The title and the themes, with the version to give back when changing them."""

    title: str
    themes: list[Theme]
    version: int
    changed_at: datetime


@dataclass(frozen=True)
class Change:
    """One thing that was asked, or that changed: as it was, as it is now."""

    label: str
    before: str
    after: str
    url: str = ""

    @property
    def is_changed(self) -> bool:
        return self.before != self.after


def reopened(application: Application) -> InfoRequest | None:
    """The request whose fields the authors may write now. A file already decided reopens nothing."""
    if application.status not in COMPLETABLE:
        return None
    return application.info_requests.filter(status=InfoRequest.Status.OPEN).first()


def writing_home(application: Application) -> str:
    """Where one goes back to from a page of writing."""
    if application.is_editable or not reopened(application):
        return application.get_absolute_url()
    return reverse("applications:completion_write", args=[application.public_id])


def typed_answer(request: InfoRequest, question: Question, sent: Answer | None) -> Answer | None:
    """The answer as it is typed now; the one last sent where nothing was typed since. Not saved."""
    typed = request.typed.get(question.code)
    if typed is None:
        return sent
    return Answer(
        pk=sent and sent.pk,
        application_id=request.application_id,
        question=question,
        value=typed["value"],
        version=typed["version"],
        changed_by_id=typed["by"],
        changed_at=parse_datetime(typed["at"]),
    )


def typed_files(request: InfoRequest) -> list[Attachment]:
    """The documents added for it and not sent yet, for all questions."""
    return list(Attachment.everything.filter(waits_for=request))


def written_entries(application: Application) -> list[Entry]:
    """Every question with its answer as the authors have it before their eyes: what is typed for a
    request for completion is in place of what was sent.
    """
    found = all_entries(application)
    request = None if application.is_editable else reopened(application)
    return overlaid(request, found) if request else found


def overlaid(request: InfoRequest, found: list[Entry]) -> list[Entry]:
    files = typed_files(request)
    return [_overlaid_one(request, entry, files) for entry in found]


def _overlaid_one(request: InfoRequest, entry: Entry, files: list[Attachment]) -> Entry:
    own = tuple(file for file in files if file.question_id == entry.question.pk)
    answer = typed_answer(request, entry.question, entry.answer)
    if answer is entry.answer:
        return replace(entry, files=(*entry.files, *own)) if own else entry
    return replace(entry_of(answer), files=(*entry.files, *own))


def writable_entries(application: Application, found: list[Entry]) -> list[Entry]:
    """Of all the entries, those that are asked and may be written: all those of a draft."""
    asked = asked_entries(found)
    if application.is_editable:
        return asked
    request = reopened(application)
    return [e for e in asked if request and e.question.code in request.fields]


def description(application: Application) -> Description:
    """The title and the themes as their authors have them before their eyes."""
    request = None if application.is_editable else reopened(application)
    typed = request and request.typed.get(InfoRequest.DESCRIPTION)
    if not typed:
        themes = list(application.themes.all())
        return Description(application.title, themes, application.version, application.changed_at)
    themes = list(Theme.objects.filter(slug__in=typed["themes"]))
    return Description(typed["title"], themes, typed["version"], parse_datetime(typed["at"]))


def keep_typed(request: InfoRequest, field: str, by, version: int, **typed) -> None:
    """Keep one field, in the transaction that holds the lock of the request."""
    at = timezone.now().isoformat()
    request.typed[field] = {**typed, "version": version, "by": by.pk, "at": at}
    request.save(update_fields=["typed"])


def field_labels(application: Application, found: list[Entry]) -> dict[str, str]:
    """Field → its name in words, in the order of the application: what a request may name."""
    questions = {entry.question.code: entry.question.label for entry in found}
    return {
        InfoRequest.DESCRIPTION: _("Titre et thèmes"),
        **questions,
        InfoRequest.FILES: _("Fichiers joints"),
    }


def asked_for(request: InfoRequest) -> list[str]:
    """What it asks for, in words, in the order of the application."""
    labels = field_labels(request.application, all_entries(request.application))
    return [label for field, label in labels.items() if field in request.fields]


def changes(request: InfoRequest) -> list[Change]:
    """Each thing asked for: as it was sent, as it is typed now, and where to write it."""
    application = request.application
    sent = all_entries(application)
    typed = {entry.question.code: entry for entry in overlaid(request, sent)}
    found = [
        Change(
            entry.question.label,
            in_text(entry),
            in_text(typed[entry.question.code]),
            _url(application, "answer_edit", entry.question.code),
        )
        for entry in sent
        if entry.question.code in request.fields
    ]
    if InfoRequest.DESCRIPTION in request.fields:
        found.insert(0, _description_change(application))
    if InfoRequest.FILES in request.fields:
        found.append(_files_change(request))
    return found


def _description_change(application: Application) -> Change:
    now = description(application)
    before = _described(application.title, application.themes.all())
    after = _described(now.title, now.themes)
    return Change(_("Titre et thèmes"), before, after, _url(application, "application_describe"))


def _described(title: str, themes) -> str:
    names = ", ".join(sorted(str(theme) for theme in themes))
    return _("Titre : {title}\nThèmes : {themes}").format(title=title, themes=names)


def _files_change(request: InfoRequest) -> Change:
    application = request.application
    kept = [file.name for file in application.attachments.filter(question=None)]
    added = [file.name for file in typed_files(request) if file.question_id is None]
    url = _url(application, "attachment_list")
    return Change(_("Fichiers joints"), "\n".join(kept), "\n".join([*kept, *added]), url)


def in_text(entry: Entry) -> str:
    """An answer as lines of plain text; documents by their names."""
    return "\n".join(file.name for file in entry.files) if entry.files else entry.shown


def _url(application: Application, name: str, *args) -> str:
    return reverse(f"applications:{name}", args=[application.public_id, *args])
