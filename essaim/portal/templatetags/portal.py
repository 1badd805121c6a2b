"""What only the public pages need to say their numbers."""

from django import template

register = template.Library()


@register.filter
def largest(rows: list[tuple[str, int]]) -> int:
    """The longest bar of a chart: the others are drawn in its proportion."""
    return max((number for _label, number in rows), default=1)


@register.filter
def siren(number: str) -> str:
    """« 213502370 » → « 213 502 370 », with narrow no-break spaces."""
    return "\u202f".join(number[start : start + 3] for start in range(0, len(number), 3))
