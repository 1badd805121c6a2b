"""Whether the site answers, minute after minute: what tells an outage afterwards.

The worker asks the site's own public address, as a visitor would, and follows it nowhere else. No
answer, no heartbeat; nothing is written of a site that fails.
"""

import http.client
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from essaim.accounts.models import Heartbeat

HEALTH_PATH = "/sante/"
TIMEOUT_SECONDS = 5
KEPT = timedelta(days=30)


def beat() -> int:
    """Note that the site answers in this minute: 1 if that is new, 0 otherwise. Old notes go."""
    minute = timezone.now().replace(second=0, microsecond=0)
    if Heartbeat.objects.filter(at=minute).exists() or not site_answers():
        return 0
    _noted, is_new = Heartbeat.objects.get_or_create(at=minute)
    Heartbeat.objects.filter(at__lt=minute - KEPT).delete()
    return int(is_new)


def site_answers() -> bool:
    """Whether the health page answers 200 at the address of the settings; a redirect is no answer."""
    address = urlsplit(settings.SITE_URL)
    kind = http.client.HTTPSConnection if address.scheme == "https" else http.client.HTTPConnection
    connection = kind(address.netloc.rpartition("@")[2], timeout=TIMEOUT_SECONDS)
    try:
        connection.request("GET", address.path + HEALTH_PATH, headers={"User-Agent": "Essaim"})
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
