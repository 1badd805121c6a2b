"""Files handed to a person of the team."""

from django.urls import reverse

from essaim.applications.emails.composing import write


def mail_followed(files, examiner, sender, batch) -> None:
    """One mail for all the files of one act; ``batch`` is its last line in the journal."""
    call = files[0].call
    write(
        "followed",
        batch,
        examiner.email,
        files=files,
        call=call,
        programme=call.programme,
        sender=sender,
        link=reverse("applications:application_list", args=[call.slug]),
    )
