"""The calls as an iCalendar file (RFC 5545), for a mail reader or a phone to subscribe to.

Only what is known to the day or the minute is written: « septembre 2021 » is no date for a calendar.
"""

from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.base.icalendar import calendar_text, escape, utc
from essaim.calls.models import Call


def calendar_of(calls) -> str:
    """The text of the file."""
    lines = [
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escape(_('Appels à candidatures'))}",
    ]
    for call in calls:
        for kind, label, when, note in _events(call):
            lines += _event(call, kind, label, when, note)
    return calendar_text("Appels", lines)


def _events(call: Call):
    """(kind, label, datetime or date, note) for each date of a call that is precise enough.

    ``calls`` come with their waves and extensions prefetched.
    """
    extended = {e.closes_at: e.reason for e in call.extensions.all() if not e.email}
    waves = call.waves.all() if call.is_rolling else []
    known = [
        ("opening", _("ouverture"), call.opens_at or call.opened),
        ("closing", _("clôture"), call.closes_at or call.closed),
        *(
            (f"wave-{wave.number}", _("clôture, {wave}").format(wave=wave), wave.closes_at)
            for wave in waves
        ),
        ("jury", _("jury"), call.jury_met),
        ("results", _("réponse attendue"), call.results_expected),
        ("support", _("début de l’accompagnement"), call.support_expected),
    ]
    for kind, label, when in known:
        if isinstance(when, datetime):
            reason = extended.get(when, "")
            yield kind, _("{date} prolongée").format(date=label) if reason else label, when, reason
        elif len(when or "") == len("2021-02-24"):
            yield kind, label, date.fromisoformat(when), ""


def _event(call: Call, kind: str, label: str, when: date, note: str) -> list[str]:
    site = urlsplit(settings.SITE_URL).hostname
    status = "CANCELLED" if call.status == Call.Status.CANCELLED else "CONFIRMED"
    return [
        "BEGIN:VEVENT",
        f"UID:{call.slug}-{kind}@{site}",
        f"DTSTAMP:{utc(timezone.now())}",
        *_when(when),
        f"SUMMARY:{escape(f'{call.title} : {label}')}",
        *([f"DESCRIPTION:{escape(note)}"] if note else []),
        f"URL:{settings.SITE_URL}{call.get_absolute_url()}",
        f"STATUS:{status}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _when(when: date) -> list[str]:
    """A moment has a start only; a day ends, excluded, on the next one."""
    if isinstance(when, datetime):
        return [f"DTSTART:{utc(when)}"]
    end = when + timedelta(days=1)
    return [f"DTSTART;VALUE=DATE:{when:%Y%m%d}", f"DTEND;VALUE=DATE:{end:%Y%m%d}"]
