"""The application passes to someone else, who then deposits it and receives its letters."""

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.accounts.actions import find_or_invite, log, revoke_links
from essaim.applications.actions.endorsement import cancel_pending
from essaim.applications.actions.people import PURPOSE
from essaim.applications.emails import mail_transfer
from essaim.applications.exceptions import NotAllowed, ReasonMissing, TransferRefused
from essaim.applications.models import Application, Endorsement, Member
from essaim.applications.permissions import can_manage_members, can_reassign


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
    if not reason.strip():
        raise ReasonMissing(_("Dites pourquoi : tous les auteurs le liront."))
    with transaction.atomic():
        member = application.members.filter(email=email.strip().lower(), user__isnull=False).first()
        successor = member.user if member else find_or_invite(email)
        return _hand_over(application, successor, Member.Right.READ, by, reason.strip())


def _hand_over(application, successor, right_left, by, reason) -> Application:
    former = application.owner
    _check_successor(application, successor)
    try:
        with transaction.atomic():
            held = Application.objects.filter(pk=application.pk, owner=former)
            if not held.update(owner=successor):
                raise TransferRefused(
                    _("Cette candidature a changé de porteur. Rechargez la page.")
                )
            application.owner = successor
            _swap_places(application, former, successor, right_left, by)
            note = f"{former.email} → {successor.email}. {reason}".strip()
            entry = log(application, "transfer", by=by, note=note)
            mail_transfer(entry, application, former, reason)
    except IntegrityError:  # they began one of their own in between
        raise _already_theirs(successor) from None
    return application


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
