"""One sitting as an iCalendar event."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from essaim.base.icalendar import calendar_text, escape, utc
from essaim.jury.models import Session

LASTS = timedelta(hours=4)


def session_ics(session: Session, url: str, now: datetime) -> str:
    """The text of the file. Half a day is blocked: the real length is known only afterwards."""
    event = [
        "BEGIN:VEVENT",
        f"UID:seance-{session.public_id}@essaim",
        f"SEQUENCE:{session.convocations}",
        f"DTSTAMP:{utc(now)}",
        f"DTSTART:{utc(session.planned_at)}",
        f"DTEND:{utc(session.planned_at + LASTS)}",
        f"SUMMARY:{escape(_('Jury : {call}').format(call=session.panel.call))}",
        f"LOCATION:{escape(session.place)}",
        f"URL:{url}",
        "END:VEVENT",
    ]
    return calendar_text("Jury", event)
