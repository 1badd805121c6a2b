"""A request for completion, as the team asks it: asked, given more time, closed."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.accounts.actions import advance, log
from essaim.applications.completion import asked_for, field_labels, reopened, typed_files
from essaim.applications.content import all_entries, asked_entries
from essaim.applications.emails import (
    mail_completion_closed,
    mail_completion_extended,
    mail_info_request,
)
from essaim.applications.exceptions import CompletionNotAsked, NotAllowed
from essaim.applications.models import Application, Attachment, InfoRequest
from essaim.applications.permissions import can_ask_completion, can_examine

Status = InfoRequest.Status
REMINDED_BEFORE = InfoRequest.REMINDED_BEFORE


@transaction.atomic
def ask_completion(application, fields, message, due_at, by) -> InfoRequest:
    """Reopen these fields, and only them, for the authors until ``due_at``; mail what is asked.

    What they typed for an earlier request that expired is theirs again. Raises CompletionNotAsked.
    """
    application = hold_file(application)
    if not can_examine(by, application):
        raise NotAllowed()
    _check_request(application, fields, message, due_at, by)
    earlier = application.info_requests.first()
    if earlier and earlier.status != Status.CLOSED:
        advance(earlier, Status.CLOSED, by=by, closed_at=timezone.now())
    request = InfoRequest.objects.create(
        application=application,
        fields=list(fields),
        message=message.strip(),
        asked_by=by,
        **_until(due_at),
    )
    if earlier and earlier.version_id is None:
        _take_over(request, earlier)
    log(application, "ask_completion", by=by, note=" · ".join(asked_for(request)))
    mail_info_request(request)
    return request


def _until(due_at) -> dict:
    """The due date; a reminder on the very days of the request would be one mail too many."""
    now = timezone.now()
    return {"due_at": due_at, "reminded_at": now if due_at <= now + REMINDED_BEFORE else None}


def hold_file(application) -> Application:
    """The deposited file, locked: what is decided of it and what is asked of it take turns."""
    rows = Application.objects.select_for_update(of=["self"], no_key=True)
    related = ("call__programme", "organisation", "owner", "question_set", "examiner")
    return rows.select_related(*related).get(pk=application.pk)


def _check_request(application, fields, message, due_at, by) -> None:
    known = field_labels(application, asked_entries(all_entries(application)))
    if not fields or set(fields) - set(known):
        raise CompletionNotAsked(_("Choisissez au moins une réponse à rouvrir."))
    if not message.strip():
        raise CompletionNotAsked(_("Écrivez précisément ce qui est demandé."))
    if due_at <= timezone.now():
        raise CompletionNotAsked(
            _("Choisissez une date à venir : le porteur doit pouvoir répondre.")
        )
    if reopened(application):
        raise CompletionNotAsked(
            _(
                "Une demande est déjà ouverte sur cette candidature. Attendez la réponse ou clôturez-la."
            )
        )
    _check_undecided(application, by)


def _check_undecided(application, by) -> None:
    if not can_ask_completion(by, application):
        raise CompletionNotAsked(
            _("Cette candidature n’est plus à compléter : elle est décidée ou retirée.")
        )


def _take_over(request, earlier) -> None:
    """What was typed and never sent, for the fields that are asked again."""
    request.typed = {f: typed for f, typed in earlier.typed.items() if f in request.fields}
    request.save(update_fields=["typed"])
    for file in typed_files(earlier):
        if file.field in request.fields:
            Attachment.everything.filter(pk=file.pk).update(waits_for=request)


@transaction.atomic
def extend_completion(request, due_at, by) -> InfoRequest:
    """Give more time, also when it was over: what was typed can then be changed and sent."""
    application = hold_file(request.application)
    if not can_examine(by, application):
        raise NotAllowed()
    if due_at <= max(request.due_at, timezone.now()):
        raise CompletionNotAsked(_("Le nouveau délai doit être après l’ancien, et à venir."))
    given = _until(due_at)
    if request.status == Status.EXPIRED:
        _check_undecided(application, by)
        advance(request, Status.OPEN, by=by, **given)
    elif not InfoRequest.objects.filter(pk=request.pk, status=Status.OPEN).update(**given):
        raise CompletionNotAsked(_("Cette demande n’attend plus de réponse."))
    request.refresh_from_db()
    log(
        application, "extend_completion", by=by, note=f"{timezone.localtime(due_at):%d/%m/%Y %H:%M}"
    )
    mail_completion_extended(request)
    return request


@transaction.atomic
def close_completion(request, by) -> InfoRequest:
    """Settle it. Authors who were still asked are told that nothing is expected any more."""
    application = hold_file(request.application)
    if not can_examine(by, application):
        raise NotAllowed()
    was_open = request.status == Status.OPEN
    advance(request, Status.CLOSED, by=by, closed_at=timezone.now())
    log(application, "close_completion", by=by)
    if was_open:
        mail_completion_closed(request)
    return request


def drop_completion(application, by) -> None:
    """The file was withdrawn or decided: nothing is asked any more."""
    for request in application.info_requests.exclude(status=Status.CLOSED):
        advance(request, Status.CLOSED, by=by, closed_at=timezone.now())
