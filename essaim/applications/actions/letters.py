"""Formal letters: prepared by one person, approved by another, frozen as sent."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.accounts.actions import advance, log
from essaim.applications.emails import mail_letter
from essaim.applications.exceptions import LetterNotReady, SameHands, StaleLetter
from essaim.applications.models import Application, Letter, Receipt

# A letter leaves only while the file is in the state it tells of: a decision of the jury is
# mailed by the announcement of its results, not before.
TOLD_STATES = {
    Letter.Kind.INADMISSIBLE: (Application.Status.INADMISSIBLE,),
    Letter.Kind.LAUREATE: (Application.Status.LAUREATE,),
    Letter.Kind.RESERVE: (Application.Status.RESERVE,),
    Letter.Kind.NOT_SELECTED: (Application.Status.NOT_SELECTED,),
}


@transaction.atomic
def prepare_letter(application, kind, subject, body, by) -> Letter:
    """Write a letter, not sent. The pending letter of that kind, if any, is given back as it is."""
    Application.objects.select_for_update(no_key=True).get(pk=application.pk)
    pending = application.letters.filter(kind=kind, status__in=Letter.PENDING).first()
    if pending:
        return pending
    letter = Letter.objects.create(
        application=application,
        kind=kind,
        subject=subject[:200],
        body=body,
        rules=application.call.rules.first(),
        prepared_by=by,
    )
    log(letter, "prepare_letter", by=by)
    return letter


@transaction.atomic
def edit_letter(letter, subject, body, by, version=None) -> Letter:
    """Rewrite a letter that has not left. Whoever rewrites it becomes its author, and an approval
    already given falls. Raises LetterNotReady once sent, StaleLetter if someone edited since
    ``version``.
    """
    if letter.status == Letter.Status.APPROVED:
        advance(letter, Letter.Status.DRAFT, by=by, approved_by=None)
    row = Letter.objects.filter(pk=letter.pk, status=Letter.Status.DRAFT)
    changed = row.filter(version=letter.version if version is None else version).update(
        subject=subject[:200], body=body, prepared_by=by, version=letter.version + 1
    )
    if not changed:
        letter.refresh_from_db()
        raise _why_not_edited(letter)
    letter.refresh_from_db()
    log(letter, "edit_letter", by=by)
    return letter


def approve_letter(letter, by) -> Letter:
    """Four eyes: another person than the one who wrote the present text."""
    if letter.prepared_by_id == by.pk:
        raise SameHands()
    if letter.status != Letter.Status.DRAFT:
        raise LetterNotReady(_("Ce courrier est déjà approuvé, envoyé ou annulé."))
    advance(letter, Letter.Status.APPROVED, by=by, approved_by=by)
    return letter


@transaction.atomic
def send_letter(letter, by) -> Letter:
    """Number the letter, freeze it and mail it to the applicants."""
    if letter.status != Letter.Status.APPROVED:
        raise LetterNotReady(
            _("Ce courrier doit d’abord être approuvé par une autre personne que son auteur.")
        )
    application = Application.objects.select_for_update(no_key=True).get(pk=letter.application_id)
    if application.status not in TOLD_STATES.get(letter.kind, Application.Status):
        raise LetterNotReady(
            _("La candidature n’est plus dans l’état que ce courrier annonce. Annulez ce courrier.")
        )
    advance(
        letter,
        Letter.Status.SENT,
        by=by,
        number=_next_number(application),
        sent_at=timezone.now(),
    )
    mail_letter(letter)
    return letter


def cancel_letters(application, kind, by) -> None:
    """Cancel the pending letters that a new decision makes untrue."""
    for letter in application.letters.filter(kind=kind, status__in=Letter.PENDING):
        advance(letter, Letter.Status.CANCELLED, by=by, approved_by=None)


def _next_number(application) -> str:
    """« FMNT-8-0007-C1 »: the letters of one file follow one another."""
    receipt = Receipt.objects.filter(application=application).first()
    sent = application.letters.filter(status=Letter.Status.SENT).count()
    return f"{receipt or application.public_id}-C{sent + 1}"


def _why_not_edited(letter) -> Exception:
    if letter.status == Letter.Status.DRAFT:
        return StaleLetter(letter)
    return LetterNotReady(_("Ce courrier est parti ou annulé : il ne peut plus être modifié."))
