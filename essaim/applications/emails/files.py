"""Documents."""

from django.urls import reverse

from essaim.applications.emails.composing import base_of, write


def mail_infected(attachment) -> None:
    """Whoever added it, and whoever answers for the application."""
    application = attachment.application
    files = reverse("applications:attachment_list", args=[application.public_id])
    for address in dict.fromkeys([attachment.added_by.email, application.owner.email]):
        context = {**base_of(application), "attachment": attachment, "files_path": files}
        write("infected", attachment, address, **context)
