"""What pages of applications say besides the application itself."""

from django import template

from essaim.applications import delays, listing

register = template.Library()


@register.inclusion_tag("applications/_delays.html")
def usual_delays(call):
    """How long answers usually take in the programme of this call; nothing with too few of them."""
    return {"delays": delays.usual_delays(call)}


@register.inclusion_tag("applications/_followed_by.html", takes_context=True)
def followed_by(context, application):
    """Who of the team follows this file, and how to take it, hand it over or let it go."""
    team = listing.team_of(application.call)
    return {
        "application": application,
        "user": context["user"],
        "request": context["request"],
        "others": [person for person in team if person != context["user"]],
    }


@register.inclusion_tag("applications/_attachment.html", takes_context=True)
def attachment_line(context, file, url):
    """A document where it is listed: its name, what the antivirus says, what to know before opening.

    ``url`` is where this reader downloads it; there is no link when they may not open it.
    """
    reader = context["request"].user
    is_own = reader.pk is not None and reader.pk == file.added_by_id
    known = {"file": file, "url": url, "opens": file.opens_for(reader), "is_own": is_own}
    return {**known, "is_plain": False}


@register.inclusion_tag("applications/_attachment.html", takes_context=True)
def plain_attachment_line(context, file, url):
    """The same for a juror, who opens a copy of the PDF that do more than show their pages."""
    return {**attachment_line(context, file, url), "is_plain": file.has_plain_copy}
