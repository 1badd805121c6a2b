"""The direction's opinion: asked by mail, for the content as it is, one request at a time."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.accounts.actions import advance, log, open_link, revoke_links
from essaim.applications.content import fingerprint, substance
from essaim.applications.emails import mail_endorsement_request
from essaim.applications.exceptions import CallClosed, EndorsementNotAsked, NotAllowed
from essaim.applications.models import Application, Endorsement, Member
from essaim.applications.permissions import can_ask_endorsement

PURPOSE = "endorsement"
# Also once found inadmissible, for want of it for instance: the team may then think again.
TAKEN_AFTER = (Application.Status.SUBMITTED, Application.Status.INADMISSIBLE)


def ask_endorsement(application, email, message, by, signatory="") -> Endorsement:
    """Ask, or ask again: the earlier unanswered request and its link are cancelled.

    Raises NotAllowed, CallClosed, EndorsementNotAsked.
    """
    if not can_ask_endorsement(by, application):
        raise NotAllowed()
    if not is_opinion_awaited(application):
        raise CallClosed()
    email = email.strip().lower()
    if email in own_addresses(application) or email == by.email:
        raise EndorsementNotAsked(
            _("L’avis vient de la direction : indiquez une autre adresse que celle du porteur.")
        )
    if not application.title:
        raise EndorsementNotAsked(_("Donnez d’abord un titre au projet : la direction le lira."))
    with transaction.atomic():
        Application.objects.select_for_update(no_key=True).get(pk=application.pk)
        cancel_pending(application, by)
        endorsement, token = open_request(application, email, signatory, message, requested_by=by)
        if application.status == Application.Status.DRAFT:
            advance(application, Application.Status.AWAITING_ENDORSEMENT, by=by, note=email)
        else:
            log(application, "ask_endorsement", by=by, note=email)
        mail_endorsement_request(endorsement, token, by)
    return endorsement


def open_request(application, email, signatory, message, **asked) -> tuple[Endorsement, str]:
    """One more request, on the content as it is, and the token of its link."""
    endorsement = Endorsement.objects.create(
        application=application,
        email=email,
        signatory=signatory.strip(),
        message=message,
        content_sha256=fingerprint(substance(application)),
        **asked,
    )
    return endorsement, open_link(endorsement, PURPOSE, email, lasts=Endorsement.LASTS)


def is_opinion_awaited(application) -> bool:
    """Whether an opinion still serves: on a draft that may be deposited, or after the deposit where
    the call takes it then.
    """
    if application.opinion_follows and application.status in TAKEN_AFTER:
        return True
    return application.is_editable and application.takes_writing_at(timezone.now())


def own_addresses(application) -> set[str]:
    """The addresses of those who write it: none of them can give the direction's opinion."""
    writers = application.members.filter(right=Member.Right.WRITE).select_related("user")
    accounts = {member.user.email for member in writers if member.user}
    return {application.owner.email, *accounts, *(member.email for member in writers)}


def cancel_pending(application, by) -> None:
    """Withdraw the unanswered request, if any: its link stops working."""
    for pending in application.endorsements.filter(status=Endorsement.Status.REQUESTED):
        advance(pending, Endorsement.Status.WITHDRAWN, by=by)
        revoke_links(pending, PURPOSE)


def settle_pending(application, by) -> None:
    """At the deposit, the unanswered request falls; unless the call takes the opinion afterwards."""
    if not application.opinion_follows:
        cancel_pending(application, by)
