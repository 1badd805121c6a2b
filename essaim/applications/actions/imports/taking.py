"""One line becomes a deposited application: one transaction, all of it or nothing."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.accounts.actions import advance, find_or_invite, join_organisation
from essaim.applications.actions.deposit import deposit_content, freeze, number_receipt
from essaim.applications.actions.imports.candidate import Candidate
from essaim.applications.actions.imports.examining import key_of
from essaim.applications.content import fingerprint, substance
from essaim.applications.emails import mail_imported
from essaim.applications.mapping.report import Line, Outcome
from essaim.applications.models import (
    Answer,
    Application,
    ApplicationVersion,
    Endorsement,
    ImportRun,
    Receipt,
)
from essaim.applications.readiness import Readiness


def take(line: Line, candidate: Candidate, run: ImportRun, by, tells_owner: bool) -> None:
    """Create what the line says, and write in it what it became."""
    try:
        with transaction.atomic():
            receipt = _create(candidate, run, by)
            if tells_owner:
                mail_imported(receipt)
    except IntegrityError:  # taken in by someone else, or begun by its owner, in between
        line.outcome = Outcome.ERROR
        line.problems = [_("Cette ligne vient d’être reprise par ailleurs. Essayez de nouveau.")]
        return
    line.outcome, line.receipt = Outcome.CREATED, receipt.number
    line.application = receipt.application.public_id


def _create(candidate: Candidate, run: ImportRun, by) -> Receipt:
    application = _write(candidate, run, by)
    at = candidate.deposited_at
    version = freeze_import(application, candidate.prints, run)
    receipt = Receipt(application=application, version=version, issued_at=at)
    receipt.idempotency_key = key_of(run, candidate.number)
    number_receipt(receipt, run.call)
    closing = run.call.closing_met(at, candidate.email)
    note = [receipt.number, application.origin, *candidate.remarks]
    advance(
        application,
        Application.Status.SUBMITTED,
        by=by,
        note="\n".join(note),
        submitted_at=at,
        wave_id=closing.wave if closing else None,
    )
    return receipt


def _write(candidate: Candidate, run: ImportRun, by) -> Application:
    """The account, the application, its answers and the opinion, as the source says them."""
    owner = find_or_invite(candidate.email, candidate.name)
    join_organisation(owner, candidate.organisation)
    application = Application.objects.create(
        call=run.call,
        question_set=run.call.questions_asked,
        organisation=candidate.organisation,
        owner=owner,
        title=candidate.title,
        source=run.source,
        external_number=candidate.number,
        created_at=candidate.deposited_at,
        changed_at=candidate.deposited_at,
    )
    application.themes.set(candidate.themes)
    _write_answers(application, candidate)
    if candidate.opinion:
        _write_opinion(application, candidate, by)
    return application


def _write_answers(application: Application, candidate: Candidate) -> None:
    Answer.objects.bulk_create(
        Answer(
            application=application,
            question=question,
            value=value,
            changed_by=application.owner,
            changed_at=candidate.deposited_at,
        )
        for question, value in candidate.answers.items()
    )


def _write_opinion(application: Application, candidate: Candidate, by) -> None:
    """The direction's opinion, without address: nobody can be written to about it."""
    Endorsement.objects.create(
        application=application,
        status=candidate.opinion,
        signatory=str(application.get_source_display()),
        position=_("n° {number}").format(number=candidate.number),
        comment=candidate.opinion_text,
        content_sha256=fingerprint(substance(application)),
        requested_by=by,
        requested_at=candidate.deposited_at,
        answered_at=candidate.deposited_at,
    )


def freeze_import(application: Application, prints: dict, run: ImportRun) -> ApplicationVersion:
    """The next frozen version of what was taken in; it keeps what tells a change at the source."""
    content = {
        **deposit_content(Readiness(application), application.created_at),
        "imported": {
            "source": application.source,
            "number": application.external_number,
            "run": run.public_id,
            "prints": prints,
        },
    }
    return freeze(application, content, ApplicationVersion.Reason.IMPORT, timezone.now())
