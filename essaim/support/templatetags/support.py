from decimal import Decimal

from django import template

register = template.Library()


@register.filter
def days(number: Decimal) -> str:
    """Days as people write them: 14.50 → « 14,5 », 3.00 → « 3 »."""
    return f"{number.normalize():f}".replace(".", ",")
