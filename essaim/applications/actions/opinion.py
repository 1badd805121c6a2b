"""The direction's opinion: given from the mailed link, with a code, bound to what was read."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.accounts.actions import (
    advance,
    check_code,
    read_link,
    send_code,
    use_code,
    use_link,
)
from essaim.applications.actions.endorsement import (
    PURPOSE,
    is_opinion_awaited,
    open_request,
    own_addresses,
)
from essaim.applications.content import fingerprint, substance
from essaim.applications.emails import mail_endorsement_forwarded, mail_endorsement_given
from essaim.applications.exceptions import ContentChanged, ForwardRefused, OpinionIncomplete
from essaim.applications.models import Application, Endorsement
from essaim.base.exceptions import LinkNotValid

FORWARD = "endorsement_forward"


def endorsement_asked(token: str) -> Endorsement:
    """The request behind a live link. Raises LinkNotValid, LinkUsed among them."""
    endorsement = endorsement_of(read_link(token, PURPOSE))
    _check_awaited(endorsement.application)
    return endorsement


def endorsement_of(link) -> Endorsement:
    requests = Endorsement.objects.select_related(
        "application__call__programme", "application__organisation", "application__owner"
    ).select_related("application__question_set", "requested_by", "forwarded_from")
    found = requests.filter(pk=link.ref.rpartition(":")[2]).first()
    if found is None:
        raise LinkNotValid(_("Cette demande d’avis n’existe plus."))
    return found


def send_opinion_code(token: str, seen_sha256: str) -> None:
    """Mail the code without which the opinion is not recorded; nothing of it is kept here.

    Raises LinkNotValid, TooManyCodes, and ContentChanged when what was read has changed already.
    """
    endorsement = endorsement_asked(token)
    if fingerprint(substance(endorsement.application)) != seen_sha256:
        raise ContentChanged()
    send_code(endorsement, PURPOSE, endorsement.email, _("donner votre avis sur une candidature"))


def sign_endorsement(token: str, code: str, **opinion) -> Endorsement:
    """Check the code, then give_endorsement(). A wrong code changes nothing. Raises CodeRefused."""
    endorsement = endorsement_asked(token)
    proof = check_code(endorsement, PURPOSE, endorsement.email, code)
    with transaction.atomic():
        use_code(proof)
        return give_endorsement(token, **opinion)


def give_endorsement(token, verdict, comment, signatory, position, seen_sha256=None) -> Endorsement:
    """Record the opinion of whoever holds the link, on the content they had before their eyes.

    Pages go through sign_endorsement(). ``seen_sha256`` is the fingerprint of the content shown
    (None: the present content). Raises LinkNotValid, ContentChanged if the content is no longer
    the one shown, OpinionIncomplete when what to correct or the refusal is left without a word.
    """
    endorsement = endorsement_asked(token)
    _check_opinion(endorsement, verdict, comment)
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


def send_forward_code(token: str, email: str) -> None:
    """Mail the code without which the request is not passed on. Raises as forward_endorsement()."""
    endorsement = endorsement_asked(token)
    _check_successor(endorsement, email)
    send_code(endorsement, FORWARD, endorsement.email, _("transmettre une demande d’avis"))


def forward_endorsement(token: str, code: str, email, signatory, message) -> Endorsement:
    """Pass the question on to another signatory, who gets a link of their own; the authors are told.

    ``message`` is a word to them. Raises LinkNotValid, CodeRefused, ForwardRefused.
    """
    asked = endorsement_asked(token)
    email = _check_successor(asked, email)
    proof = check_code(asked, FORWARD, asked.email, code)
    with transaction.atomic():
        use_code(proof)
        application = _hold_awaiting(asked)
        use_link(read_link(token, PURPOSE))
        passed = {"answered_at": timezone.now()}
        advance(asked, Endorsement.Status.FORWARDED, by=_label(asked), note=f"→ {email}", **passed)
        origin = {"requested_by": asked.requested_by, "forwarded_from": asked}
        endorsement, fresh = open_request(application, email, signatory, message, **origin)
        mail_endorsement_forwarded(endorsement, fresh)
    return endorsement


def _check_opinion(endorsement, verdict, comment) -> None:
    if verdict not in endorsement.answers:
        raise OpinionIncomplete(
            _("La candidature est déposée : elle ne se corrige plus. Choisissez un autre avis.")
        )
    if verdict != Endorsement.Status.FAVOURABLE and not comment.strip():
        raise OpinionIncomplete(_("Écrivez en une phrase vos réserves ou ce qui est à corriger."))


def _check_successor(endorsement, email: str) -> str:
    """The address, if the question may go there: never to an author, never back."""
    email = email.strip().lower()
    if email in own_addresses(endorsement.application) or email == endorsement.requested_by.email:
        raise ForwardRefused(
            _("Cette personne écrit la candidature : l’avis doit venir de quelqu’un d’autre.")
        )
    asked = endorsement
    while asked is not None:
        if asked.email == email:
            raise ForwardRefused(
                _("La demande est déjà passée par cette adresse : indiquez-en une autre.")
            )
        asked = asked.forwarded_from
    return email


def _hold_awaiting(endorsement) -> Application:
    """The application, locked so that its content stays still while it is judged."""
    locked = Application.objects.select_for_update(no_key=True)
    application = locked.get(pk=endorsement.application_id)
    _check_awaited(application)
    return application


def _check_awaited(application) -> None:
    if not is_opinion_awaited(application):
        raise LinkNotValid(
            _(
                "Cette candidature n’attend plus d’avis : elle a été déposée, retirée ou examinée, "
                "ou l’appel est clos. Rien n’est attendu de vous."
            )
        )


def _label(endorsement) -> str:
    return _("direction : {email}").format(email=endorsement.email)
