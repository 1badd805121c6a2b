"""Who writes together."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.accounts.actions import log, open_link, read_link, revoke_links, use_link
from essaim.applications.emails import mail_departure, mail_invitation
from essaim.applications.exceptions import InvitationRefused, LeaveRefused, NotAllowed
from essaim.applications.models import Member
from essaim.applications.permissions import can_invite, can_manage_members

PURPOSE = "invitation"
INVITATION_LASTS = timedelta(days=30)


def invite(application, email, right, by) -> Member:
    """Invite a colleague by mail, or send the invitation again (the earlier link then dies)."""
    if not can_invite(by, application):
        raise NotAllowed()
    email = email.strip().lower()
    if email == application.owner.email:
        raise InvitationRefused(_("C’est votre adresse : cette candidature est déjà la vôtre."))
    with transaction.atomic():
        member, is_new = Member.objects.get_or_create(
            application=application, email=email, defaults={"right": right, "invited_by": by}
        )
        if member.accepted_at:
            raise InvitationRefused(_("Cette personne participe déjà à la candidature."))
        if not is_new:
            member.right, member.invited_at = right, timezone.now()
            member.invited_times += 1
            member.save(update_fields=["right", "invited_at", "invited_times"])
        token = open_link(member, PURPOSE, email, lasts=INVITATION_LASTS)
        log(application, "invite", by=by, note=f"{email} ({member.get_right_display()})")
        mail_invitation(member, token, by)
    return member


def resend_invitation(member, by) -> Member:
    """The same invitation once more, for a mail that was lost; the earlier link then dies."""
    return invite(member.application, member.email, member.right, by)


def invited_by(token: str) -> Member:
    """The invitation behind a link. Looking never consumes it. Raises LinkNotValid."""
    link = read_link(token, PURPOSE)
    member = _member_of(link)
    if member is None:
        raise InvitationRefused(_("Cette invitation a été retirée par la personne qui l’a faite."))
    return member


def accept_invitation(token, by) -> Member:
    """Join the application the link was sent for. Raises LinkNotValid or InvitationRefused."""
    member = invited_by(token)
    application = member.application
    if application.owner_id == by.pk or application.members.filter(user=by).exists():
        raise InvitationRefused(_("Vous participez déjà à cette candidature."))
    with transaction.atomic():
        use_link(read_link(token, PURPOSE))
        member.user, member.accepted_at = by, timezone.now()
        member.save(update_fields=["user", "accepted_at"])
        log(application, "join", by=by)
    return member


@transaction.atomic
def change_right(member, right, by) -> Member:
    """Let a co-applicant write, or only read; what they wrote stays."""
    if not can_manage_members(by, member.application):
        raise NotAllowed()
    member.right = Member.Right(right)
    member.save(update_fields=["right"])
    note = f"{member.email} ({member.get_right_display()})"
    log(member.application, "change_right", by=by, note=note)
    return member


def remove_member(member, by) -> None:
    """Take back an invitation or a right. Nothing that the person wrote is lost."""
    if not can_manage_members(by, member.application):
        raise NotAllowed()
    with transaction.atomic():
        revoke_links(member, PURPOSE)
        log(member.application, "remove_member", by=by, note=member.email)
        member.delete()


@transaction.atomic
def leave(application, by) -> None:
    """A co-applicant goes; the owner is told. Raises LeaveRefused for the owner, who hands over
    first; NotAllowed for someone who is not in it.
    """
    if application.owner_id == by.pk:
        raise LeaveRefused()
    member = application.members.filter(user=by, accepted_at__isnull=False).first()
    if member is None:
        raise NotAllowed()
    mail_departure(member)
    log(application, "leave", by=by)
    member.delete()


def _member_of(link) -> Member | None:
    key = link.ref.rpartition(":")[2]
    members = Member.objects.select_related("application__call", "application__organisation")
    return members.select_related("invited_by").filter(pk=key).first()
