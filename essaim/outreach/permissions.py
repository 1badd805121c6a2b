from essaim.calls.permissions import can_manage_programme
from essaim.outreach.models import Campaign


def can_approve(user, campaign: Campaign) -> bool:
    """Two pairs of eyes: whoever prepared or last changed a letter does not approve it."""
    return campaign.prepared_by_id != user.pk and can_manage_programme(user, campaign.programme)
