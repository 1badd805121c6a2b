"""The laureate's « bon à publier »: asked, given, or sent back with a reason."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from essaim.accounts.actions import advance, log
from essaim.base.exceptions import RuleBroken
from essaim.cases import emails
from essaim.cases.actions.writing import CaseClosed, NotYours, lock_for_edit
from essaim.cases.models import Case
from essaim.cases.permissions import can_approve, manages


class NothingToReview(RuleBroken):
    sentence = _("Aucune relecture n’est attendue sur cette fiche. Rechargez la page.")


class CaseChanged(RuleBroken):
    sentence = _(
        "La fiche a changé pendant que vous la relisiez. Relisez-la, puis donnez votre réponse."
    )


class ReasonMissing(RuleBroken):
    sentence = _("Dites pourquoi, pour que l’équipe sache quoi faire.")


@transaction.atomic
def ask_review(case: Case, by) -> Case:
    """Ask the owner of the application for the « bon à publier ». Raises NothingToReview if nothing changed."""
    case = lock_for_edit(case, by)
    if case.step != Case.Status.DRAFT:
        raise NothingToReview()
    now = timezone.now()
    if case.status == Case.Status.DRAFT:
        advance(case, Case.Status.PROJECT_REVIEW, by=by, review_asked_at=now)
    else:
        _record(case, by, "ask_review", review_asked_at=now)
    emails.review_asked(case)
    return case


@transaction.atomic
def approve(case: Case, by, *, note: str = "", seen_at: datetime | None = None) -> Case:
    """Give the « bon à publier » on the text as it stands.

    ``seen_at`` is the ``changed_at`` of the text that was read: a later change refuses the approval.
    Where the laureate has no application, the team approves on its behalf and must leave a ``note``.
    """
    case = _under_review(case, by)
    if not can_approve(by, case):
        raise NotYours(_("Le bon à publier se donne par le porteur de la candidature."))
    if seen_at and seen_at != case.changed_at:
        raise CaseChanged()
    if case.laureate.application is None and not note.strip():
        raise ReasonMissing(
            _(
                "Dites sur quoi s’appuie cet accord donné au nom du lauréat : la trace en est gardée."
            )
        )
    given = {"approved_by": by, "approved_at": timezone.now()}
    if case.status == Case.Status.PROJECT_REVIEW:
        advance(case, Case.Status.READY, by=by, note=note, **given)
    else:
        _record(case, by, "approve", note=note, **given)
    emails.approved(case)
    return case


@transaction.atomic
def send_back(case: Case, by, reason: str) -> Case:
    """Refuse the « bon à publier »: back to writing, with what must change."""
    case = _under_review(case, by)
    if not reason.strip():
        raise ReasonMissing()
    if case.status == Case.Status.PROJECT_REVIEW:
        advance(case, Case.Status.DRAFT, by=by, note=reason, review_asked_at=None)
    else:
        _record(case, by, "send_back", note=reason, review_asked_at=None)
    emails.sent_back(case, reason, by)
    return case


def _under_review(case: Case, by) -> Case:
    case = Case.objects.select_for_update().get(pk=case.pk)
    if case.status == Case.Status.ARCHIVED:
        raise CaseClosed()
    if not (can_approve(by, case) or manages(by, case.laureate)):
        raise NotYours()
    if case.step != Case.Status.PROJECT_REVIEW:
        raise NothingToReview()
    return case


def _record(case: Case, by, verb: str, note: str = "", **changes) -> None:
    """A passage of the version being prepared; the sheet itself stays published."""
    for name, value in changes.items():
        setattr(case, name, value)
    case.save(update_fields=list(changes))
    log(case, verb, by=by, note=note)
