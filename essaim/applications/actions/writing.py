"""Starting an application and writing in it, alone or with others."""

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.accounts.actions import join_organisation, log
from essaim.applications.actions.values import check_value, checked_text
from essaim.applications.completion import (
    Description,
    description,
    keep_typed,
    reopened,
    typed_answer,
)
from essaim.applications.exceptions import (
    AlreadyDeposited,
    BadAnswer,
    CallClosed,
    CompletionClosed,
    FieldNotReopened,
    NotAllowed,
    StaleAnswer,
    StaleDescription,
)
from essaim.applications.models import Answer, Application, InfoRequest
from essaim.applications.permissions import can_complete, can_write, can_write_field
from essaim.calls.models import Call

TITLE_LENGTH = 120


def start(call, organisation, by) -> Application:
    """Open a draft; the one this person already has for this call and organisation is given back.

    Raises CallClosed unless the call takes deposits now and has questions.
    """
    mine = call.applications.filter(organisation=organisation, owner=by)
    mine = mine.exclude(status=Application.Status.WITHDRAWN)
    if existing := mine.first():
        return existing
    questions = call.questions_asked
    if questions is None or call.phase_at(timezone.now(), by.email) != Call.Phase.OPEN:
        raise CallClosed()
    try:
        with transaction.atomic():
            application = Application.objects.create(
                call=call, question_set=questions, organisation=organisation, owner=by
            )
            join_organisation(by, organisation)
            log(application, "start", by=by)
    except IntegrityError:  # a second click won the race
        return mine.get()
    return application


def hold(application, by, field) -> InfoRequest | None:
    """Lock what this person changes: the draft or, returned, the request that reopens this field of
    a deposited file. Raises as hold_draft does, CompletionClosed, or FieldNotReopened.
    """
    if application.is_editable:
        hold_draft(application, by)
        return None
    locked = InfoRequest.objects.select_for_update(no_key=True).select_related(None)
    request = reopened(application)
    request = request and locked.filter(pk=request.pk, status=InfoRequest.Status.OPEN).first()
    if request is None:
        raise AlreadyDeposited()
    request.application = application
    if timezone.now() >= request.grace_ends_at:
        raise CompletionClosed()
    if not can_write_field(by, application, field):
        raise FieldNotReopened() if can_complete(by, application) else NotAllowed()
    return request


def hold_draft(application, by) -> None:
    """Lock the draft for one change in the current transaction, so that a deposit waits or wins.

    Raises AlreadyDeposited, CallClosed or NotAllowed.
    """
    drafts = Application.objects.filter(pk=application.pk, status__in=Application.UNSUBMITTED)
    if not drafts.update(changed_at=timezone.now()):
        raise AlreadyDeposited()
    if not application.takes_writing_at(timezone.now()):
        raise CallClosed()
    if not can_write(by, application):
        raise NotAllowed()


@transaction.atomic
def describe(application, title, themes, by, version=None) -> Application | Description:
    """Set the title and the themes. ``version`` is the one that was read (None: whatever it is).

    Sending again what is stored changes nothing. Raises StaleDescription if someone else changed
    them since; BadAnswer for too long a title.
    """
    request = hold(application, by, InfoRequest.DESCRIPTION)
    title = " ".join(checked_text(title).split())
    if len(title) > TITLE_LENGTH:
        raise BadAnswer(_("Le titre compte 120 caractères au plus."))
    if request:
        return _describe_completion(request, title, themes, by, version)
    application.refresh_from_db(fields=["title", "version"])
    if application.title == title and set(application.themes.all()) == set(themes):
        return application
    row = Application.objects.filter(pk=application.pk)
    if version is not None:
        row = row.filter(version=version)
    if not row.update(title=title, version=F("version") + 1):
        raise StaleDescription()
    application.themes.set(themes)
    application.refresh_from_db()
    return application


def _describe_completion(request, title, themes, by, version) -> Description:
    now = description(request.application)
    if now.title == title and set(now.themes) == set(themes):
        return now
    if version not in (None, now.version):
        raise StaleDescription()
    slugs = sorted(theme.slug for theme in themes)
    keep_typed(request, InfoRequest.DESCRIPTION, by, now.version + 1, title=title, themes=slugs)
    return description(request.application)


@transaction.atomic
def answer(application, question, value, version, by) -> Answer:
    """Keep one answer, character for character.

    ``version`` is the version that the writer had before their eyes (0: no answer yet). Sending
    the stored text again changes nothing, so a retry is harmless. Raises StaleAnswer, which
    carries the stored answer, if someone else wrote since; BadAnswer if the question does not
    accept the value. An empty value is kept: an unfinished draft is a draft.
    """
    request = hold(application, by, question.code)
    if question.question_set_id != application.question_set_id:
        raise BadAnswer(_("Cette question n’appartient pas à cet appel."))
    check_value(question, checked_text(value))
    stored = application.answers.select_related("changed_by").filter(question=question).first()
    if request:
        stored = typed_answer(request, question, stored)
    if stored and stored.value == value:
        return stored
    if (stored.version if stored else 0) != version:
        raise StaleAnswer(stored or Answer(application=application, question=question, version=0))
    kept = stored or Answer(application=application, question=question)
    kept.value, kept.version = value, version + 1
    kept.changed_by, kept.changed_at = by, timezone.now()
    if request:
        keep_typed(request, question.code, by, kept.version, value=value)
    else:
        kept.save()
    return kept
