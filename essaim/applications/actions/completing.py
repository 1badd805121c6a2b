"""A request for completion, as its authors answer it: a new frozen version, beside the first."""

from django.db import transaction
from django.utils import timezone

from essaim.accounts.actions import advance, log
from essaim.applications.actions.asking import hold_file
from essaim.applications.actions.deposit import deposit_content, freeze
from essaim.applications.actions.files import check_files
from essaim.applications.completion import changes, reopened, typed_files, written_entries
from essaim.applications.content import asked_entries
from essaim.applications.emails import (
    mail_completion_expired,
    mail_completion_received,
    mail_completion_reminder,
)
from essaim.applications.exceptions import (
    CompletionClosed,
    NotAllowed,
    NothingToSend,
    NotReady,
)
from essaim.applications.models import Answer, ApplicationVersion, Attachment, InfoRequest
from essaim.applications.permissions import can_complete
from essaim.applications.readiness import Readiness
from essaim.calls.models import Theme

Status = InfoRequest.Status


@transaction.atomic
def send_completion(request, reply, by, received_at) -> ApplicationVersion:
    """Answer: what was typed becomes the application, frozen beside what was deposited. Once.

    A repeated request is given the same version. ``received_at`` is when the request began to
    arrive. Raises CompletionClosed, NothingToSend, NotReady, BadFile, NotAllowed.
    """
    application = hold_file(request.application)
    request = InfoRequest.objects.select_related("asked_by", "version").get(pk=request.pk)
    request.application = application
    if not can_complete(by, application):
        raise NotAllowed()
    if request.version:
        return request.version
    _check_sending(request, reply, received_at)
    _apply(request)
    version = _freeze(request, reply.strip(), received_at)
    answered = {"answered_by": by, "answered_at": received_at, "version": version}
    advance(request, Status.ANSWERED, by=by, reply=reply.strip(), **answered)
    log(application, "send_completion", by=by, note=version.sha256[:16])
    mail_completion_received(request)
    return version


def _check_sending(request, reply, received_at) -> None:
    if reopened(request.application) != request or received_at >= request.grace_ends_at:
        raise CompletionClosed()
    if not reply.strip() and not any(change.is_changed for change in changes(request)):
        raise NothingToSend()
    blank = [
        f"« {entry.question.label} »"
        for entry in asked_entries(written_entries(request.application))
        if entry.question.code in request.fields
        and entry.question.is_required
        and not entry.is_answered
    ]
    if blank:
        raise NotReady(blank)
    check_files(typed_files(request))


def _apply(request) -> None:
    """What was typed replaces what was sent; nothing else of the application moves."""
    application = request.application
    for question in application.question_set.questions.filter(code__in=request.typed):
        typed = request.typed[question.code]
        kept = {"value": typed["value"], "version": typed["version"]}
        kept |= {"changed_by_id": typed["by"], "changed_at": typed["at"]}
        Answer.objects.update_or_create(application=application, question=question, defaults=kept)
    if typed := request.typed.get(InfoRequest.DESCRIPTION):
        application.title, application.version = typed["title"], typed["version"]
        application.save(update_fields=["title", "version"])
        application.themes.set(Theme.objects.filter(slug__in=typed["themes"]))
    Attachment.everything.filter(waits_for=request).update(waits_for=None)


def _freeze(request, reply: str, received_at) -> ApplicationVersion:
    application = request.application
    content = {
        **deposit_content(Readiness(application), received_at),
        "completion": {"asked": request.message, "reply": reply},
    }
    return freeze(application, content, ApplicationVersion.Reason.COMPLETION, received_at)


def expire_completions() -> int:
    """Close those whose time is over, grace included; what was typed is kept. Returns how many."""
    done = 0
    overdue = InfoRequest.objects.filter(status=Status.OPEN, due_at__lte=timezone.now())
    for request in overdue.select_related("application__call__programme", "application__owner"):
        if timezone.now() >= request.grace_ends_at:
            done += _expire(request)
    return done


@transaction.atomic
def _expire(request) -> int:
    """0 when an answer, or more time, came first."""
    as_read = InfoRequest.objects.filter(pk=request.pk, status=Status.OPEN, due_at=request.due_at)
    if not as_read.select_for_update(no_key=True).exists():
        return 0
    advance(request, Status.EXPIRED)
    log(request.application, "expire_completion")
    mail_completion_expired(request)
    return 1


def remind_completions() -> int:
    """Two days before the end, remind the authors who have not answered, once per due date."""
    soon = timezone.now() + InfoRequest.REMINDED_BEFORE
    due = InfoRequest.objects.filter(status=Status.OPEN, reminded_at=None)
    due = due.filter(due_at__gt=timezone.now(), due_at__lte=soon)
    related = ("application__call__programme", "application__owner", "application__organisation")
    return sum(_remind(request) for request in due.select_related(*related))


@transaction.atomic
def _remind(request) -> int:
    as_read = InfoRequest.objects.filter(pk=request.pk, status=Status.OPEN, reminded_at=None)
    if not as_read.update(reminded_at=timezone.now()):
        return 0
    mail_completion_reminder(request)
    return 1
