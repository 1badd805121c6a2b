"""The deposit and the withdrawal."""

from essaim.applications.content import joined_files
from essaim.applications.emails.composing import authors, base_of, write
from essaim.applications.models import Endorsement
from essaim.applications.readiness import opinion_awaited_until


def mail_receipt(receipt) -> None:
    """The owner, the co-applicants, and the direction that backed the application."""
    application = receipt.application
    context = {
        **base_of(application),
        "receipt": receipt,
        "attachments": joined_files(application),
        "opinion_awaited_until": opinion_awaited_until(application),
    }
    for address in authors(application):
        write("receipt", receipt, address, **context)
    opinion = application.endorsements.filter(status__in=Endorsement.OPENING).first()
    if opinion:
        write("deposit_notice", receipt, opinion.email, **context)


def mail_withdrawal(application) -> None:
    for address in authors(application):
        write("withdrawal", application, address, **base_of(application))
    team = application.call.programme.contact_email
    if application.submitted_at and team:
        write("withdrawal_notice", application, team, **base_of(application))
