from essaim.calls.models import Programme, TeamMember
from essaim.outreach.models import Campaign


def managed_programmes(user):
    """The programmes whose letters this person prepares, approves and sends."""
    if not user.is_authenticated:
        return Programme.objects.none()
    roles = user.team_roles.filter(role=TeamMember.Role.MANAGER)
    return Programme.objects.filter(pk__in=roles.values("programme"))


def can_manage(user, programme: Programme) -> bool:
    return managed_programmes(user).filter(pk=programme.pk).exists()


def can_approve(user, campaign: Campaign) -> bool:
    """Two pairs of eyes: whoever prepared or last changed a letter does not approve it."""
    return campaign.prepared_by_id != user.pk and can_manage(user, campaign.programme)
