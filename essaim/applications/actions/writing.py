"""Starting an application and writing in it, alone or with others."""

from decimal import Decimal, InvalidOperation

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.accounts.actions import join_organisation, log
from essaim.applications.exceptions import (
    AlreadyDeposited,
    BadAnswer,
    CallClosed,
    NotAllowed,
    StaleAnswer,
    StaleDescription,
)
from essaim.applications.models import Answer, Application
from essaim.applications.permissions import can_write
from essaim.calls.models import Call, Question

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
    if questions is None or call.phase != Call.Phase.OPEN:
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


def hold_draft(application, by) -> None:
    """Lock the draft for one change in the current transaction, so that a deposit waits or wins.

    Raises AlreadyDeposited, CallClosed or NotAllowed.
    """
    drafts = Application.objects.filter(pk=application.pk, status__in=Application.UNSUBMITTED)
    if not drafts.update(changed_at=timezone.now()):
        raise AlreadyDeposited()
    if not application.call.takes_deposits_at(timezone.now()):
        raise CallClosed()
    if not can_write(by, application):
        raise NotAllowed()


@transaction.atomic
def describe(application, title, themes, by, version=None) -> Application:
    """Set the title and the themes. ``version`` is the one that was read (None: whatever it is).

    Raises StaleDescription if someone else changed them since.
    """
    hold_draft(application, by)
    title = " ".join(_checked_text(title).split())
    if len(title) > TITLE_LENGTH:
        raise BadAnswer(_("Le titre compte 120 caractères au plus."))
    row = Application.objects.filter(pk=application.pk)
    if version is not None:
        row = row.filter(version=version)
    if not row.update(title=title, version=F("version") + 1):
        raise StaleDescription()
    application.themes.set(themes)
    application.refresh_from_db()
    return application


@transaction.atomic
def answer(application, question, value, version, by) -> Answer:
    """Keep one answer, character for character.

    ``version`` is the version that the writer had before their eyes (0: no answer yet). Sending
    the stored text again changes nothing, so a retry is harmless. Raises StaleAnswer, which
    carries the stored answer, if someone else wrote since; BadAnswer if the question does not
    accept the value. An empty value is kept: an unfinished draft is a draft.
    """
    hold_draft(application, by)
    if question.question_set_id != application.question_set_id:
        raise BadAnswer(_("Cette question n’appartient pas à cet appel."))
    check_value(question, _checked_text(value))
    stored = application.answers.select_related("changed_by").filter(question=question).first()
    if stored and stored.value == value:
        return stored
    if (stored.version if stored else 0) != version:
        raise StaleAnswer(stored or Answer(application=application, question=question, version=0))
    now = timezone.now()
    if stored is None:
        return Answer.objects.create(
            application=application, question=question, value=value, changed_by=by, changed_at=now
        )
    stored.value, stored.version = value, version + 1
    stored.changed_by, stored.changed_at = by, now
    stored.save(update_fields=["value", "version", "changed_by", "changed_at"])
    return stored


def check_value(question, value: str) -> None:
    """Raise BadAnswer, with what to do, if the question does not accept this text."""
    if len(value) > question.max_length:
        raise BadAnswer(
            _("{count} caractères de trop : raccourcissez votre réponse.").format(
                count=len(value) - question.max_length
            )
        )
    if not value.strip():
        return
    if question.kind == Question.Kind.CHOICE and value not in question.choices:
        raise BadAnswer(_("Choisissez une des réponses proposées."))
    if question.kind == Question.Kind.NUMBER:
        _check_number(value)


def _check_number(value: str) -> None:
    try:
        number = Decimal("".join(value.split()).replace(",", "."))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) >= 10**12:
        raise BadAnswer(_("Écrivez un nombre, par exemple 12 ou 3,5."))


def _checked_text(value: str) -> str:
    """A text that both databases and the receipt can hold."""
    if "\x00" in value or any("\ud800" <= c <= "\udfff" for c in value):
        raise BadAnswer(
            _("Ce texte contient un caractère que nous ne pouvons pas garder. Retapez-le.")
        )
    return value
