"""The conversation between the team and the authors of a file."""

from django.urls import reverse

from essaim.applications.emails.composing import authors, base_of, write
from essaim.applications.emails.replying import reply_headers


def mail_message(message) -> None:
    """The other side: all the authors; or whoever follows the file, else the whole team."""
    application = message.application
    to = authors(application) if message.is_from_team else team(application)
    context = {**_context(application), "message": message}
    for address in to:
        headers = reply_headers(application, address)
        write("message", message, address, headers=headers, may_reply=bool(headers), **context)


def mail_files_not_taken(message) -> None:
    """To the person who answered by mail: the text was taken, the attached files were not."""
    context = {**_context(message.application), "message": message}
    write("files_not_taken", message, message.author.email, **context)


def team(application) -> list[str]:
    """Addresses of the person who follows the file, or of the team; never of an author."""
    if application.examiner:
        return [application.examiner.email]
    addresses = application.call.programme.team.values_list("user__email", flat=True)
    return sorted(set(addresses) - set(authors(application)))


def _context(application) -> dict:
    link = reverse("applications:message_list", args=[application.public_id])
    return {**base_of(application), "link": link}
