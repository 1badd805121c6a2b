"""What the team and the jury decide of a deposited application."""

from django.db import transaction
from django.db.models import Max
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.accounts.actions import advance
from essaim.applications.actions.asking import drop_completion, hold_file
from essaim.applications.actions.checklist import check_findings
from essaim.applications.actions.letters import cancel_letters, prepare_letter
from essaim.applications.completion import reopened
from essaim.applications.emails import mail_admissible
from essaim.applications.exceptions import (
    ChecklistIncomplete,
    EndorsementAwaited,
    NotAllowed,
    ReasonMissing,
)
from essaim.applications.models import AdmissibilityCheck, Application, Laureate, Letter
from essaim.applications.permissions import can_examine
from essaim.calls.models import Call

LETTER_TEMPLATE = "applications/letters/inadmissible.txt"


@transaction.atomic
def check_admissibility(application, verdict, reason, by) -> AdmissibilityCheck:
    """Say whether the file meets the rules of the call, and why. Never about its merit.

    Admissible: the applicants are told at once. Inadmissible: a letter is prepared, which another
    person approves before it leaves; until then the applicants see « en cours d’examen ».
    """
    if not can_examine(by, application):
        raise NotAllowed()
    reason = reason.strip()
    if not reason:
        raise ReasonMissing()
    hold_file(application)
    _check_opinion(application, verdict)
    check_findings(application, verdict)
    _check_request(application, by)
    advance(application, Application.Status(verdict), by=by, note=reason)
    check = AdmissibilityCheck.objects.create(
        application=application, verdict=verdict, reason=reason, checked_by=by
    )
    if verdict == AdmissibilityCheck.Verdict.ADMISSIBLE:
        cancel_letters(application, Letter.Kind.INADMISSIBLE, by)
        mail_admissible(check)
    else:
        subject, _newline, body = (
            render_to_string(LETTER_TEMPLATE, {"application": application, "reason": reason})
            .strip()
            .partition("\n")
        )
        prepare_letter(application, Letter.Kind.INADMISSIBLE, subject, body.strip(), by)
    return check


def _check_opinion(application, verdict) -> None:
    """Where the opinion may follow the deposit, it must have come before « recevable »."""
    is_admissible = verdict == AdmissibilityCheck.Verdict.ADMISSIBLE
    if is_admissible and application.opinion_follows:
        last = application.endorsements.standing().first()
        if last is None or not last.opens_deposit:
            raise EndorsementAwaited()


def _check_request(application, by) -> None:
    """What the authors were asked for comes first; what they did not answer is asked no more."""
    if reopened(application):
        raise ChecklistIncomplete(
            _("Une demande de compléments est ouverte : attendez la réponse, ou clôturez-la.")
        )
    drop_completion(application, by)


@transaction.atomic
def select(application, by) -> Laureate:
    """Make it a laureate, at the end of the call's public list."""
    advance(application, Application.Status.LAUREATE, by=by)
    call = Call.objects.select_for_update(no_key=True).get(pk=application.call_id)
    last = Laureate.objects.filter(call=call).aggregate(last=Max("position"))["last"] or 0
    return Laureate.objects.create(
        call=call,
        organisation=application.organisation,
        application=application,
        subject=application.title,
        announced=timezone.localdate().isoformat(),
        position=last + 1,
    )


def put_on_reserve(application, by) -> Application:
    advance(application, Application.Status.RESERVE, by=by)
    return application


def leave_unselected(application, by) -> Application:
    advance(application, Application.Status.NOT_SELECTED, by=by)
    return application
