"""The clocks on which a call may announce its deadline, each with its name in words."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# The overseas départements; Guadeloupe and Martinique share their hour, la Réunion has its own.
TIME_ZONES = [
    ("Europe/Paris", _("heure de Paris")),
    ("America/Martinique", _("heure de Guadeloupe et de Martinique")),
    ("America/Cayenne", _("heure de Guyane")),
    ("Indian/Reunion", _("heure de La Réunion")),
    ("Indian/Mayotte", _("heure de Mayotte")),
]


def day_on(moment: datetime | None, zone: str) -> str:
    """« 2027-05-24 »: the day of a moment on this clock, empty for no moment."""
    return timezone.localtime(moment, ZoneInfo(zone)).date().isoformat() if moment else ""


def hour(local: datetime) -> str:
    """« 14 h 03 », of a moment that is on its clock already."""
    return local.strftime("%-H\u00a0h\u00a0%M")
