"""What the minutes need to be read: their dates are text, as they were sealed."""

from datetime import datetime

from django import template

from essaim.base.templatetags.essaim import at_time

register = template.Library()


@register.filter
def iso_time(value: str) -> str:
    """« 2026-06-12T14:05:00+02:00 » → « 12 juin 2026 à 14 h 05 (heure de Paris) »."""
    return at_time(datetime.fromisoformat(value)) if value else "–"
