"""The deposit: one transaction holds the state, the frozen copy, the receipt, the log, the mails."""

from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from essaim.accounts.actions import advance
from essaim.applications.actions.asking import drop_completion
from essaim.applications.actions.endorsement import cancel_pending, settle_pending
from essaim.applications.actions.files import check_files
from essaim.applications.actions.reminders import drop_reminders
from essaim.applications.content import fingerprint
from essaim.applications.emails import mail_receipt, mail_withdrawal
from essaim.applications.exceptions import (
    AlreadyDeposited,
    CallClosed,
    KeyReused,
    NotAllowed,
    NotReady,
    NoWaveLeft,
)
from essaim.applications.models import Application, ApplicationVersion, Receipt
from essaim.applications.permissions import can_submit, can_withdraw
from essaim.applications.readiness import Readiness
from essaim.base.text import fold
from essaim.calls.models import Call, Closing


def submit(application, by, idempotency_key, received_at) -> Receipt:
    """Deposit once. A repeated request, from any tab, is given the same receipt.

    ``received_at`` is when the request began to arrive: that moment decides. Raises CallClosed,
    NotReady (with what is missing), NotAllowed, AlreadyDeposited (withdrawn), KeyReused.
    """
    with transaction.atomic():
        application = _locked(application)
        if receipt := _earlier(application, by, idempotency_key):
            return receipt
        readiness = Readiness(application)
        closing = _check(readiness, by, received_at)
        content = deposit_content(readiness, received_at)
        version = freeze(application, content, ApplicationVersion.Reason.DEPOSIT, received_at)
        receipt = Receipt(application=application, version=version, issued_at=received_at)
        receipt.idempotency_key = idempotency_key
        number_receipt(receipt, application.call)
        settle_pending(application, by)
        submitted = Application.Status.SUBMITTED
        told = {"submitted_at": received_at, "wave_id": closing.wave}
        advance(application, submitted, by=by, note=receipt.number, **told)
        drop_reminders(application, by)
        mail_receipt(receipt)
    return receipt


def withdraw(application, by) -> Application:
    """Leave the call, or give up a draft. What was written is kept, read-only."""
    if not can_withdraw(by, application):
        raise NotAllowed(
            _(
                "Cette candidature ne peut pas être retirée d’ici. "
                "Si elle est lauréate, écrivez à l’équipe du programme."
            )
        )
    with transaction.atomic():
        cancel_pending(application, by)
        drop_completion(application, by)
        advance(application, Application.Status.WITHDRAWN, by=by)
        drop_reminders(application, by)
        mail_withdrawal(application)
    return application


def _locked(application) -> Application:
    rows = Application.objects.select_for_update(of=["self"], no_key=True)
    related = ("call__programme", "organisation", "owner", "question_set")
    return rows.select_related(*related).get(pk=application.pk)


def _earlier(application, by, idempotency_key) -> Receipt | None:
    found = Receipt.objects.filter(Q(application=application) | Q(idempotency_key=idempotency_key))
    receipts = {receipt.application_id: receipt for receipt in found}
    receipt = receipts.pop(application.pk, None)
    if receipts:
        raise KeyReused()
    if receipt and application.owner_id != by.pk:
        raise NotAllowed()
    return receipt


def _check(readiness, by, received_at) -> Closing:
    """Raise what prevents the deposit; otherwise give the closing for which it is in time."""
    application = readiness.application
    if not application.is_editable:
        raise AlreadyDeposited()
    if not can_submit(by, application):
        raise NotAllowed(_("Seule la personne qui porte la candidature peut la déposer."))
    closing = application.closing_met(received_at)
    if closing is None:
        raise _why_late(application, received_at)
    if readiness.missing:
        raise NotReady(readiness.missing)
    check_files(readiness.attachments)
    return closing


def _why_late(application, received_at) -> CallClosed:
    """The refusal, with the moment that counted, on the clock of the call."""
    call = application.call
    if application.takes_writing_at(received_at):
        return NoWaveLeft()
    local = timezone.localtime(received_at, ZoneInfo(call.time_zone))
    return CallClosed(
        _(
            "Votre demande est arrivée le {moment} ({clock}), alors que l’appel ne reçoit pas de "
            "dépôt. La candidature n’est pas déposée ; vos textes sont conservés."
        ).format(moment=date_format(local, "j F Y à H:i:s"), clock=call.get_time_zone_display())
    )


def freeze(application, content: dict, reason, frozen_at) -> ApplicationVersion:
    """The next version of an application, with the SHA-256 of its canonical form."""
    last = application.versions.first()
    return ApplicationVersion.objects.create(
        application=application,
        number=last.number + 1 if last else 1,
        reason=reason,
        content=content,
        sha256=fingerprint(content),
        frozen_at=frozen_at,
    )


def deposit_content(readiness, received_at) -> dict:
    """What is frozen: the substance, and in whose name, when and with which opinion."""
    application, opinion = readiness.application, readiness.endorsement
    return {
        **readiness.substance,
        "organisation_name": application.organisation.name,
        "owner": str(application.owner),
        "received_at": received_at.isoformat(),
        "endorsement": opinion
        and {
            "opinion": opinion.status,
            "signatory": opinion.signatory,
            "position": opinion.position,
            "comment": opinion.comment,
            "answered_at": opinion.answered_at and opinion.answered_at.isoformat(),
            "content_sha256": opinion.content_sha256,
        },
    }


def number_receipt(receipt, call) -> None:
    """Save it with the next number of the call, « FMNT-8-0007 », under the lock of the call."""
    receipt.call = Call.objects.select_for_update(of=["self"], no_key=True).get(pk=call.pk)
    last = Receipt.objects.filter(call=call).order_by("sequence").last()
    prefix = last.number.rpartition("-")[0] if last else number_prefix(call)
    receipt.sequence = last.sequence + 1 if last else 1
    receipt.number = f"{prefix}-{receipt.sequence:04d}"
    receipt.save()


def number_prefix(call) -> str:
    """« FMNT-8 »: the programme in capitals, then the call; « FMNT-A12 » when 8 is not its own."""
    words = [word for word in call.programme.name.split() if word[0].isupper()]
    code = "".join(fold(w) if w.isupper() else fold(w)[:1] for w in words)[:8].upper() or "E"
    prefix = f"{code}-{call.number}"
    others = Receipt.objects.exclude(call=call).filter(number__startswith=f"{prefix}-")
    return prefix if call.number and not others.exists() else f"{code}-A{call.pk}"
