"""How a document leaves the server: always as a download, never as a page of ours."""

from django.http import FileResponse, HttpResponse


def attachment_response(attachment) -> FileResponse:
    """The bytes of an Attachment that the caller has already been allowed to read.

    The name travels as RFC 6266 asks; the sandbox keeps a browser from running anything in it.
    """
    response = FileResponse(
        attachment.file.open("rb"),
        as_attachment=True,
        filename=attachment.name,
        content_type=attachment.content_type,
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
