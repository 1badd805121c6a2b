"""A request for completion: asked, extended, reminded, answered, closed, expired."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from essaim.applications.completion import asked_for
from essaim.applications.emails.composing import authors, base_of, write
from essaim.applications.emails.replying import reply_headers


def mail_info_request(request) -> None:
    for address in authors(request.application):
        headers = reply_headers(request.application, address)
        context = {**_context(request), "may_reply": bool(headers)}
        write("info_request", request, address, headers=headers, **context)


def info_request_text(request) -> tuple[str, str]:
    """(subject, text) of the mail that a request, not saved yet, would send."""
    template = "applications/mails/info_request.txt"
    context = {**_context(request), "may_reply": False, "site_url": settings.SITE_URL}
    subject, _newline, text = render_to_string(template, context).strip().partition("\n")
    return subject, text.strip()


def mail_completion_extended(request) -> None:
    _write_authors("completion_extended", request, version=_dated(request))


def mail_completion_reminder(request) -> None:
    _write_authors("completion_reminder", request, version=_dated(request))


def mail_completion_expired(request) -> None:
    _write_authors("completion_expired", request, version=_dated(request))


def mail_completion_closed(request) -> None:
    _write_authors("completion_closed", request)


def mail_completion_received(request) -> None:
    """The new fingerprint to the authors; the news to the person who asked."""
    _write_authors("completion_receipt", request)
    link = reverse("applications:completion_list", args=[request.application.public_id])
    context = {**_context(request), "link": link}
    write("completion_received", request, request.asked_by.email, **context)


def _write_authors(kind: str, request, version: int = 1) -> None:
    for address in authors(request.application):
        write(kind, request, address, version=version, **_context(request))


def _dated(request) -> int:
    """One mail per due date: its minutes since 1970."""
    return int(request.due_at.timestamp() // 60)


def _context(request) -> dict:
    application = request.application
    link = reverse("applications:completion_write", args=[application.public_id])
    return {
        **base_of(application),
        "info_request": request,
        "asked": asked_for(request),
        "link": link,
    }
