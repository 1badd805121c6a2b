from essaim.calls.models import Call, Programme, TeamMember


def can_manage(user, call: Call) -> bool:
    """Whether this person is a manager of the call's programme."""
    return Call.objects.managed_by(user).filter(pk=call.pk).exists()


def can_manage_programme(user, programme: Programme) -> bool:
    return managed_programmes(user).filter(pk=programme.pk).exists()


def managed_programmes(user):
    """The programmes for which this person may open a call."""
    if not user.is_authenticated:
        return Programme.objects.none()
    roles = user.team_roles.filter(role=TeamMember.Role.MANAGER)
    return Programme.objects.filter(pk__in=roles.values("programme"))
