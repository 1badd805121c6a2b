"""Dates as other tools write them: « 2027-04-12T17:05:00+02:00 », « 12/04/2027 17h05 », « 12/04/2027 »."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from essaim.applications.exceptions import BadAnswer

FRENCH = re.compile(
    r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:\D{1,4}(\d{1,2})\s?[h:]\s?(\d{2})?(?::(\d{2}))?)?"
)
EARLIEST_YEAR = 1990


def moment_of(text: str, zone: ZoneInfo) -> datetime:
    """The aware datetime that a text names; without an hour, midnight; without a zone, in ``zone``.

    Raises BadAnswer, with what to write.
    """
    found = _parsed(text.strip())
    if found is None or not EARLIEST_YEAR <= found.year < 2100:
        raise BadAnswer(
            _("Date illisible : « {text} ». Écrivez-la 12/04/2027, ou 12/04/2027 17:05.").format(
                text=text.strip()[:40]
            )
        )
    return found if found.tzinfo else found.replace(tzinfo=zone)


def day_of(text: str) -> date:
    """The day that a text names. Raises BadAnswer, with what to write."""
    return moment_of(text, ZoneInfo("UTC")).date()


def _parsed(text: str) -> datetime | None:
    try:
        if match := FRENCH.fullmatch(text):
            day, month, year, hour, minute, second = (int(part or 0) for part in match.groups())
            return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 — the caller knows the zone
        return datetime.fromisoformat(text)
    except ValueError:
        return None
