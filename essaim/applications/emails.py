"""Who is told of what. Mails are written to the outbox inside the transaction of the act."""

from django.urls import reverse

from essaim.accounts.actions import enqueue_mail
from essaim.applications.models import Endorsement
from essaim.base.ids import reference


def _write(kind: str, obj, recipient: str, *, version: int = 1, **context) -> None:
    enqueue_mail(
        kind=kind,
        ref=reference(obj),
        recipient=recipient,
        template=f"applications/mails/{kind}",
        context=context,
        version=version,
    )


def authors(application) -> list[str]:
    """The addresses of the owner and of the co-applicants who accepted."""
    joined = application.members.filter(accepted_at__isnull=False).select_related("user")
    return list(dict.fromkeys([application.owner.email, *(member.user.email for member in joined)]))


def _base(application) -> dict:
    return {
        "application": application,
        "call": application.call,
        "programme": application.call.programme,
        "path": application.get_absolute_url(),
    }


def mail_invitation(member, token: str, sender) -> None:
    _write(
        "invitation",
        member,
        member.email,
        version=member.invited_times,
        **_base(member.application),
        sender=sender,
        member=member,
        link=reverse("applications:member_accept", args=[token]),
    )


def mail_endorsement_request(endorsement, token: str, sender) -> None:
    _write(
        "endorsement_request",
        endorsement,
        endorsement.email,
        **_base(endorsement.application),
        sender=sender,
        endorsement=endorsement,
        link=reverse("applications:endorsement_give", args=[token]),
    )


def mail_endorsement_given(endorsement) -> None:
    for address in authors(endorsement.application):
        _write(
            "endorsement_given",
            endorsement,
            address,
            **_base(endorsement.application),
            endorsement=endorsement,
        )


def mail_receipt(receipt) -> None:
    """The owner, the co-applicants, and the direction that backed the application."""
    application = receipt.application
    context = {
        **_base(application),
        "receipt": receipt,
        "attachments": list(application.attachments.all()),
    }
    for address in authors(application):
        _write("receipt", receipt, address, **context)
    opinion = application.endorsements.filter(status__in=Endorsement.OPENING).first()
    if opinion:
        _write("deposit_notice", receipt, opinion.email, **context)


def mail_withdrawal(application) -> None:
    for address in authors(application):
        _write("withdrawal", application, address, **_base(application))
    team = application.call.programme.contact_email
    if application.submitted_at and team:
        _write("withdrawal_notice", application, team, **_base(application))


def mail_admissible(check) -> None:
    for address in authors(check.application):
        _write("admissible", check, address, **_base(check.application))


def mail_letter(letter) -> None:
    context = {**_base(letter.application), "letter": letter, "link": letter.get_absolute_url()}
    for address in authors(letter.application):
        _write("letter", letter, address, **context)
