"""What pages of applications say besides the application itself."""

from django import template

from essaim.applications import delays

register = template.Library()


@register.inclusion_tag("applications/_delays.html")
def usual_delays(call):
    """How long answers usually take in the programme of this call; nothing with too few of them."""
    return {"delays": delays.usual_delays(call)}
