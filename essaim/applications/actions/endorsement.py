"""The direction's opinion: asked by mail, given from the link, bound to what was read."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.accounts.actions import advance, log, open_link, read_link, revoke_links, use_link
from essaim.applications.content import fingerprint, substance
from essaim.applications.emails import mail_endorsement_given, mail_endorsement_request
from essaim.applications.exceptions import (
    ContentChanged,
    EndorsementNotAsked,
    NotAllowed,
    OpinionIncomplete,
)
from essaim.applications.models import Application, Endorsement
from essaim.applications.permissions import can_write
from essaim.base.exceptions import LinkNotValid

PURPOSE = "endorsement"


def ask_endorsement(application, email, message, by, signatory="") -> Endorsement:
    """Ask, or ask again: the earlier unanswered request and its link are cancelled."""
    if not can_write(by, application):
        raise NotAllowed()
    email = email.strip().lower()
    if email in (by.email, application.owner.email):
        raise EndorsementNotAsked(
            _("L’avis vient de la direction : indiquez une autre adresse que celle du porteur.")
        )
    if not application.title:
        raise EndorsementNotAsked(_("Donnez d’abord un titre au projet : la direction le lira."))
    with transaction.atomic():
        Application.objects.select_for_update(no_key=True).get(pk=application.pk)
        cancel_pending(application, by)
        endorsement = Endorsement.objects.create(
            application=application,
            email=email,
            signatory=signatory.strip(),
            message=message,
            content_sha256=fingerprint(substance(application)),
            requested_by=by,
        )
        token = open_link(endorsement, PURPOSE, email, lasts=Endorsement.LASTS)
        if application.status == Application.Status.DRAFT:
            advance(application, Application.Status.AWAITING_ENDORSEMENT, by=by, note=email)
        else:
            log(application, "ask_endorsement", by=by, note=email)
        mail_endorsement_request(endorsement, token, by)
    return endorsement


def cancel_pending(application, by) -> None:
    """Withdraw the unanswered request, if any: its link stops working."""
    for pending in application.endorsements.filter(status=Endorsement.Status.REQUESTED):
        advance(pending, Endorsement.Status.WITHDRAWN, by=by)
        revoke_links(pending, PURPOSE)


def endorsement_asked(token: str) -> Endorsement:
    """The request behind a live link. Raises LinkNotValid, LinkUsed among them."""
    return endorsement_of(read_link(token, PURPOSE))


def endorsement_of(link) -> Endorsement:
    requests = Endorsement.objects.select_related(
        "application__call__programme", "application__organisation", "application__owner"
    ).select_related("application__question_set", "requested_by")
    found = requests.filter(pk=link.ref.rpartition(":")[2]).first()
    if found is None:
        raise LinkNotValid(_("Cette demande d’avis n’existe plus."))
    return found


def give_endorsement(token, verdict, comment, signatory, position, seen_sha256=None) -> Endorsement:
    """Record the opinion of whoever holds the link, on the content they had before their eyes.

    ``seen_sha256`` is the fingerprint of the content shown (None: the present content). Raises
    LinkNotValid, ContentChanged if the content is no longer the one shown, OpinionIncomplete
    when what to correct or the refusal is left without a word.
    """
    endorsement = endorsement_asked(token)
    if verdict != Endorsement.Status.FAVOURABLE and not comment.strip():
        raise OpinionIncomplete(_("Écrivez en une phrase vos réserves ou ce qui est à corriger."))
    with transaction.atomic():
        application = _hold_awaiting(endorsement)
        content_sha256 = fingerprint(substance(application))
        if seen_sha256 not in (None, content_sha256):
            raise ContentChanged()
        use_link(read_link(token, PURPOSE))
        given = {
            "comment": comment,
            "signatory": signatory.strip(),
            "position": position.strip(),
            "content_sha256": content_sha256,
            "answered_at": timezone.now(),
        }
        advance(endorsement, verdict, by=_label(endorsement), note=comment, **given)
        if application.status == Application.Status.AWAITING_ENDORSEMENT:
            advance(application, Application.Status.DRAFT, by=_label(endorsement))
        mail_endorsement_given(endorsement)
    return endorsement


def _hold_awaiting(endorsement) -> Application:
    """The application, locked so that its content stays still while it is judged."""
    locked = Application.objects.select_for_update(no_key=True)
    application = locked.get(pk=endorsement.application_id)
    if not application.is_editable:
        raise LinkNotValid(
            _("Cette candidature n’attend plus d’avis : elle a été déposée ou retirée.")
        )
    return application


def _label(endorsement) -> str:
    return _("direction : {email}").format(email=endorsement.email)
