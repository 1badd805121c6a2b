"""iCalendar (RFC 5545): what every file of ours shares, whatever its events."""

from datetime import UTC, datetime

LINE_OCTETS = 75


def calendar_text(product: str, lines: list[str]) -> str:
    """A whole file around these lines: CRLF line ends, lines folded at 75 octets.

    ``product`` names the part of Essaim that wrote it; ``lines`` are calendar properties, then
    events.
    """
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//Essaim//{product}//FR"]
    return "".join(f"{_fold(line)}\r\n" for line in [*head, *lines, "END:VCALENDAR"])


def utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escape(text: str) -> str:
    """RFC 5545 §3.3.11; other control characters, which the format cannot carry, become spaces."""
    text = text.replace("\r\n", "\n")
    text = "".join(c if c == "\n" or c.isprintable() or c == "\u00a0" else " " for c in text)
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(plain, escaped)
    return text


def _fold(line: str) -> str:
    """RFC 5545 §3.1: at most 75 octets a line, never inside a character."""
    parts, current, size = [], "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > LINE_OCTETS:
            parts.append(current)
            current, size = " ", 1
        current, size = current + character, size + octets
    return "\r\n".join([*parts, current])
