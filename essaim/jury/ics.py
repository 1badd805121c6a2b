"""One sitting as an iCalendar event (RFC 5545): escaped text, lines folded at 75 octets."""

from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext as _

from essaim.jury.models import Session

LASTS = timedelta(hours=4)


def session_ics(session: Session, url: str, now: datetime) -> str:
    """The text of the file. Half a day is blocked: the real length is known only afterwards."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Essaim//Jury//FR",
        "BEGIN:VEVENT",
        f"UID:seance-{session.public_id}@essaim",
        f"SEQUENCE:{session.convocations}",
        f"DTSTAMP:{_utc(now)}",
        f"DTSTART:{_utc(session.planned_at)}",
        f"DTEND:{_utc(session.planned_at + LASTS)}",
        f"SUMMARY:{_escape(_('Jury : {call}').format(call=session.panel.call))}",
        f"LOCATION:{_escape(session.place)}",
        f"URL:{url}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_fold(line)}\r\n" for line in lines)


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escape(text: str) -> str:
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\r\n", "\\n").replace("\n", "\\n")


def _fold(line: str) -> str:
    """Cut after 73 octets at most, never inside a character."""
    pieces, size = [""], 0
    for character in line:
        width = len(character.encode())
        if size + width > 73:
            pieces.append("")
            size = 0
        pieces[-1] += character
        size += width
    return "\r\n ".join(pieces)
