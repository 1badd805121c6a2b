"""How a document leaves the server: always as a download, never as a page of ours."""

from django.core.files.base import ContentFile
from django.http import FileResponse, HttpResponse

from essaim.applications.exceptions import Infected, NotScannedYet
from essaim.applications.inspection import without_actions


def attachment_response(attachment, reader) -> FileResponse:
    """The bytes of an Attachment that ``reader`` (a user, or an anonymous one) may know of.

    Raises Infected, or NotScannedYet for anyone but the person who added it. The name travels as
    RFC 6266 asks; the sandbox keeps a browser from running anything in it.
    """
    _check_opens(attachment, reader)
    return file_response(attachment.file, attachment.name, attachment.content_type)


def plain_response(attachment, reader) -> FileResponse:
    """The same for a juror: of a PDF that does more than show its pages, the copy that does not.

    Raises also NoPlainCopy. The copy is made anew each time: those PDF are few.
    """
    if not attachment.has_plain_copy:
        return attachment_response(attachment, reader)
    _check_opens(attachment, reader)
    with attachment.file.open("rb") as file:
        copy = without_actions(file.read())
    return file_response(ContentFile(copy), attachment.name, attachment.content_type)


def _check_opens(attachment, reader) -> None:
    if attachment.is_infected:
        raise Infected()
    if not attachment.opens_for(reader):
        raise NotScannedYet()


def file_response(file, name: str, content_type: str) -> FileResponse:
    """The bytes of a stored file, sent piece by piece."""
    response = FileResponse(
        file.open("rb"), as_attachment=True, filename=name, content_type=content_type
    )
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def pdf_response(content: bytes, filename: str) -> HttpResponse:
    """A PDF we made ourselves, to read in the browser or to keep."""
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{filename}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
