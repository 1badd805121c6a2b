"""Who is told: the origin of what was declared, the adopter of what was answered."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse

from essaim.accounts.actions import enqueue_mail, open_link
from essaim.base.ids import reference
from essaim.cases.models import CaseVersion
from essaim.replications.models import Replication, Verification
from essaim.replications.permissions import manager_addresses, origin_addresses

ANSWER_LINK = "answer_replication"
ANSWER_LINK_LASTS = timedelta(days=90)


def send_declared(replication: Replication, version: CaseVersion) -> None:
    """Ask the origin to confirm or contest, by a link that needs no account.

    Whoever declared it is never the one asked: then, or when the origin has no address, the
    managers of the programme are.
    """
    own = {address_of(replication)}
    if replication.declared_by:
        own.add(replication.declared_by.email.lower())
    case = version.case
    recipients = (origin_addresses(case) - own) or (manager_addresses(case) - own)
    for email in sorted(recipients):
        token = open_link(replication, ANSWER_LINK, email, lasts=ANSWER_LINK_LASTS)
        enqueue_mail(
            kind="replication_declared",
            ref=reference(replication),
            recipient=email,
            template="replications/mails/replication_declared",
            context={
                "replication": replication,
                "case_title": version.content["title"],
                "answer_url": settings.SITE_URL + reverse("replications:link_answer", args=[token]),
                "days": ANSWER_LINK_LASTS.days,
            },
        )


def send_answered(verification: Verification) -> None:
    """Tell the adopter what the origin, or the programme, said."""
    replication = verification.replication
    recipient = address_of(replication)
    if not recipient:
        return
    enqueue_mail(
        kind="replication_answered",
        ref=reference(replication),
        recipient=recipient,
        version=verification.pk,
        template="replications/mails/replication_answered",
        context={
            "replication": replication,
            "verification": verification,
            "url": settings.SITE_URL + replication.get_absolute_url(),
        },
    )


def address_of(replication: Replication) -> str:
    """Where the adopter reads mail, or "" for a record that only a source mentions."""
    if replication.contact_email:
        return replication.contact_email.lower()
    return replication.declared_by.email.lower() if replication.declared_by else ""
