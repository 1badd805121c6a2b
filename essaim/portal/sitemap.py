from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from essaim.calls.models import Call
from essaim.cases.models import Case
from essaim.outreach.models import Campaign
from essaim.replications.models import Replication

STANDING = (
    "portal:home",
    "calls:call_list",
    "portal:laureate_list",
    "cases:case_list",
    "portal:map",
    "replications:replication_list",
    "portal:figures",
    "outreach:campaign_list",
    "portal:help",
    "portal:accessibility",
    "portal:privacy",
    "portal:legal",
)


def public_addresses() -> list[str]:
    """Absolute addresses of every page that anyone may read, and of nothing else."""
    reader = AnonymousUser()
    paths = [reverse(name) for name in STANDING]
    paths += [call.get_absolute_url() for call in Call.objects.visible_to(reader)]
    paths += [case.get_absolute_url() for case in Case.objects.visible_to(reader)]
    paths += [one.get_absolute_url() for one in Replication.objects.visible_to(reader)]
    sent = Campaign.objects.visible_to(reader).values_list("public_id", flat=True)
    paths += [reverse("outreach:campaign_detail", args=[public_id]) for public_id in sent]
    return [settings.SITE_URL + path for path in paths]
