"""How the pages of a call write its times, its rules and its state."""

import re
from zoneinfo import ZoneInfo

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from essaim.base.fuzzy_dates import format_fuzzy_date
from essaim.calls.models import TIME_ZONES, Call
from essaim.calls.models.zones import hour

register = template.Library()

PHASE_COLOURS = {
    Call.Phase.DRAFT: "grey",
    Call.Phase.UPCOMING: "blue",
    Call.Phase.OPEN: "green",
    Call.Phase.CANCELLED: "red",
}
HEADING = re.compile(r"^(Article \d+|\d+\.|#)\s?")


@register.filter
def on_clock_of(moment, call: Call) -> str:
    """« 24 mai 2024 à 18 h 00 (heure de La Réunion) »: on the clock on which the call is announced."""
    zone = dict(TIME_ZONES)[call.time_zone]
    return _("{day} à {time} ({zone})").format(**_local(moment, call.time_zone), zone=zone)


@register.filter
def elsewhere(moment, call: Call) -> list[tuple[str, str]]:
    """The same moment on the other clocks of France: [(« Heure de Guyane », « … à 19 h 59 »)]."""
    return [
        (capfirst(name), _("{day} à {time}").format(**_local(moment, zone)))
        for zone, name in TIME_ZONES
        if zone != call.time_zone
    ]


def _local(moment, zone: str) -> dict[str, str]:
    local = timezone.localtime(moment, ZoneInfo(zone))
    return {
        "day": date_format(local, "DATE_FORMAT"),
        "time": hour(local),
    }


@register.filter
def phase_tag(call: Call) -> str:
    """Where a call stands, in words on a colour."""
    colour = PHASE_COLOURS.get(call.phase, "grey")
    name = Call.Phase(call.phase).label
    return format_html('<strong class="govuk-tag govuk-tag--{}">{}</strong>', colour, name)


@register.filter
def known_facts(call: Call) -> str:
    """What an archive knows of a call, on one line; what it does not know is said once.

    « ouverture : octobre 2020 · jury : 24 février 2021 · 10 jurés, 4 dossiers »
    """
    dates = [
        (_("ouverture"), call.opening),
        (_("clôture"), call.closing),
        (_("jury"), call.jury_met),
    ]
    facts = [f"{name}\u00a0: {format_fuzzy_date(value)}" for name, value in dates if value]
    counts = []
    if n := call.jurors_count:
        counts.append(ngettext("{n} juré", "{n} jurés", n).format(n=n))
    if n := call.files_before_jury:
        counts.append(ngettext("{n} dossier", "{n} dossiers", n).format(n=n))
    unknown = [name for name, value in dates if not value]
    if unknown:
        sentence = ngettext(
            "{names} : date non connue", "{names} : dates non connues", len(unknown)
        )
        facts.append(sentence.format(names=", ".join(unknown)))
    return " · ".join([*facts, ", ".join(counts)] if counts else facts)


@register.filter
def duration(minutes: int) -> str:
    """90 → « 1 h 30 »."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("{n} minutes").format(n=rest)
    return f"{hours}\u00a0h\u00a0{rest:02d}" if rest else f"{hours}\u00a0h"


@register.filter
def articles(text: str) -> str:
    """Plain text as headings, lists and paragraphs: « Article 1 – Objet », « - un point », the rest."""
    blocks = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
    return format_html_join("", "{}", ([_block(block.split("\n"))] for block in blocks))


def _block(lines: list[str]) -> str:
    parts = []
    if HEADING.match(lines[0]):
        parts.append(format_html("<h2>{}</h2>", lines.pop(0).lstrip("# ")))
    if lines and all(line.startswith("- ") for line in lines):
        items = format_html_join("", "<li>{}</li>", ([line[2:]] for line in lines))
        parts.append(format_html("<ul>{}</ul>", items))
    elif lines:
        parts.append(
            format_html(
                "<p>{}</p>", format_html_join(mark_safe("<br>"), "{}", ([x] for x in lines))
            )
        )
    return format_html_join("", "{}", ([part] for part in parts))
