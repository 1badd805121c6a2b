"""Who may write a replication, and who may answer it, in whose name."""

from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _

from essaim.accounts.models import User
from essaim.applications.models import Application
from essaim.calls.models import TeamMember
from essaim.cases.models import Case
from essaim.replications.models import Replication


class Voice(TextChoices):
    """In whose name someone answers a declaration."""

    ORIGIN = "origin", _("origine")
    OPERATOR = "operator", _("programme")


def can_write(user, replication: Replication) -> bool:
    """The person who declared it, or who signs in with its contact address."""
    return Replication.objects.written_by(user).filter(pk=replication.pk).exists()


def origins_of(user):
    """The sheets this person speaks for: author of their application, or reader of their address.

    Belonging to the origin is not enough: anyone may say where they work.
    """
    return Case.objects.filter(
        Q(laureate__application__in=Application.objects.writable_by(user))
        | Q(contact_email__iexact=user.email)
    )


def voice_of(user, replication: Replication) -> Voice | None:
    """The name this person may answer in; never for a declaration of one's own."""
    if not user.is_authenticated or can_write(user, replication):
        return None
    if origins_of(user).filter(versions__child_edges__child=replication).exists():
        return Voice.ORIGIN
    managed = Replication.objects.managed_by(user).filter(pk=replication.pk)
    return Voice.OPERATOR if managed.exists() else None


def voice_of_address(email: str, replication: Replication) -> Voice | None:
    """The name that the bearer of a link sent to this address may answer in, as of now."""
    cases = Case.objects.filter(versions__child_edges__child=replication)
    if any(email.lower() in origin_addresses(case) for case in cases):
        return Voice.ORIGIN
    managers = set().union(*(manager_addresses(case) for case in cases))
    return Voice.OPERATOR if email.lower() in managers else None


def origin_addresses(case: Case) -> set[str]:
    """The sheet's own address, else that of the person who deposited the application."""
    if case.contact_email:
        return {case.contact_email.lower()}
    owner = User.objects.filter(applications__laureate=case.laureate_id, is_active=True)
    return {email.lower() for email in owner.values_list("email", flat=True)}


def manager_addresses(case: Case) -> set[str]:
    """The managers of the programme that the sheet comes from."""
    team = TeamMember.objects.filter(
        programme__calls__laureates=case.laureate_id,
        role=TeamMember.Role.MANAGER,
        user__is_active=True,
    )
    return {email.lower() for email in team.values_list("user__email", flat=True)}
