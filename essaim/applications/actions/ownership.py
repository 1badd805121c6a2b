"""The application passes to someone else, who then deposits it and receives its letters."""

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.accounts.actions import find_or_invite, log, revoke_links
from essaim.accounts.models import User
from essaim.applications.actions.endorsement import cancel_pending
from essaim.applications.actions.people import PURPOSE
from essaim.applications.emails import mail_transfer
from essaim.applications.exceptions import (
    DraftNotFound,
    NotAllowed,
    ReasonMissing,
    TransferRefused,
)
from essaim.applications.models import Application, Endorsement, Member
from essaim.applications.permissions import can_manage_members, can_reassign, is_author
from essaim.calls.models import Call


def transfer(member, by) -> Application:
    """The owner hands the application to a co-applicant, and stays in it with the right to write.

    Raises NotAllowed, TransferRefused.
    """
    if not can_manage_members(by, member.application):
        raise NotAllowed()
    if not member.accepted_at:
        raise TransferRefused(
            _("Cette personne n’a pas encore accepté l’invitation : attendez qu’elle ait rejoint.")
        )
    return _hand_over(member.application, member.user, Member.Right.WRITE, by, reason="")


def transfer_by_team(application, email, reason, by) -> Application:
    """A manager gives the application another owner, because the one it had has gone.

    ``email`` is a co-applicant's, or a colleague's: their account opens if they have none. The
    owner who has gone keeps the right to read. Raises NotAllowed, ReasonMissing, TransferRefused.
    """
    if not can_reassign(by, application):
        raise NotAllowed()
    reason = _given(reason)
    with transaction.atomic():
        member = application.members.filter(email=email.strip().lower(), user__isnull=False).first()
        successor = member.user if member else find_or_invite(email)
        return _hand_over(application, successor, Member.Right.READ, by, reason)


def transfer_draft(call, organisation, former_email, email, reason, by) -> None:
    """A manager gives a draft another owner, because the one it had has gone, without reading it.

    They know whose draft it is, and type both addresses. The successor has an account, and says in
    their profile that they work for this body. The former owner keeps the right to read, and is
    told. Raises NotAllowed, ReasonMissing, DraftNotFound, TransferRefused.
    """
    if not Call.objects.managed_by(by).filter(pk=call.pk).exists():
        raise NotAllowed()
    reason = _given(reason)
    draft = Application.objects.filter(
        call=call,
        organisation=organisation,
        owner__email=former_email.strip().lower(),
        status__in=Application.UNSUBMITTED,
    ).first()
    if draft is None:
        raise DraftNotFound()
    if is_author(by, draft):
        raise NotAllowed(_("Vous êtes auteur de ce brouillon : un autre gestionnaire le confie."))
    successor = User.objects.filter(
        email=email.strip().lower(), is_active=True, memberships__organisation=organisation
    ).first()
    if successor is None:
        raise TransferRefused(
            _(
                "Cette personne n’a pas de compte, ou n’a pas dit travailler pour cette structure. "
                "Qu’elle se connecte et l’indique sur la page « Mon compte », puis recommencez."
            )
        )
    _hand_over(draft, successor, Member.Right.READ, by, reason)


def _given(reason: str) -> str:
    if not reason.strip():
        raise ReasonMissing(_("Dites pourquoi : tous les auteurs le liront."))
    return reason.strip()


def _hand_over(application, successor, right_left, by, reason) -> Application:
    former = application.owner
    _check_successor(application, successor)
    try:
        with transaction.atomic():
            held = Application.objects.filter(pk=application.pk, owner=former)
            timed_as = _timed_as(application, former)
            if not held.update(owner=successor, timed_as=timed_as):
                raise TransferRefused(
                    _("Cette candidature a changé de porteur. Rechargez la page.")
                )
            application.owner, application.timed_as = successor, timed_as
            _swap_places(application, former, successor, right_left, by)
            note = f"{former.email} → {successor.email}. {reason}".strip()
            entry = log(application, "transfer", by=by, note=note)
            mail_transfer(entry, application, former, reason)
    except IntegrityError:  # they began one of their own in between
        raise _already_theirs(successor) from None
    return application


def _timed_as(application, former) -> list[str]:
    """More time was given to a person, for what they carried: it goes on with the application."""
    given = application.call.extensions.filter(email=former.email).exists()
    return [*application.timed_as, former.email] if given else application.timed_as


def _check_successor(application, successor) -> None:
    if successor.pk == application.owner_id:
        raise TransferRefused(_("Cette personne porte déjà la candidature."))
    same = Application.objects.filter(
        call=application.call_id, organisation=application.organisation_id, owner=successor
    )
    if same.exclude(status=Application.Status.WITHDRAWN).exists():
        raise _already_theirs(successor)
    given = application.endorsements.filter(status__in=Endorsement.OPENING)
    if given.filter(email=successor.email).exists():
        raise TransferRefused(
            _(
                "Cette personne a donné l’avis de la direction : elle ne peut pas aussi porter la "
                "candidature. Choisissez quelqu’un d’autre."
            )
        )


def _swap_places(application, former, successor, right_left, by) -> None:
    """The successor's place in the team goes to the one who carried it until now."""
    for place in application.members.filter(Q(user=successor) | Q(email=successor.email)):
        revoke_links(place, PURPOSE)
        place.delete()
    Member.objects.create(
        application=application,
        email=former.email,
        user=former,
        right=right_left,
        invited_by=by,
        accepted_at=timezone.now(),
    )
    if application.endorsements.filter(
        status=Endorsement.Status.REQUESTED, email=successor.email
    ).exists():
        cancel_pending(application, by)


def _already_theirs(successor) -> TransferRefused:
    return TransferRefused(
        _(
            "{who} porte déjà une candidature de cette structure à cet appel, et une personne n’en "
            "porte qu’une. Qu’elle retire la sienne d’abord, ou choisissez quelqu’un d’autre."
        ).format(who=successor)
    )
