"""A host name of their own for the documents that people send, when the installation gives one.

A document that deceives a browser then finds itself on a host without session, page or script. The
address there is signed, lasts two minutes, and names the page of the document and its reader: that
page's own checks are made again for this reader when it is opened.
"""

from functools import wraps
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.urls import resolve
from django.utils.translation import gettext as _

from essaim.accounts.models import User
from essaim.base.exceptions import RuleBroken
from essaim.base.middleware import FIXED_HEADERS

LASTS = 120  # seconds: the time to follow a redirection
SALT = "essaim.applications.filehost"


def from_files_host(view):
    """For the view of one document: once its checks are passed, the bytes come from the other host,
    when there is one. A page that it answers instead stays here.
    """

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        is_document = isinstance(response, FileResponse)
        if not settings.FILES_URL or not is_document or is_files_host(request):
            return response
        response.file_to_stream.close()  # response.close() would end the request
        response = HttpResponseRedirect(_address_of(request.path, request.user))
        response.headers["Cache-Control"] = "private, no-store"
        return response

    wrapped.gives_a_document = True
    return wrapped


def is_files_host(request) -> bool:
    return bool(settings.FILES_URL) and request.get_host() == urlsplit(settings.FILES_URL).netloc


def files_host(get_response):
    """On that host, answer documents and nothing else; everywhere else, change nothing."""

    def middleware(request):
        if not is_files_host(request):
            return get_response(request)
        response = _serve(request)
        for name, value in {**FIXED_HEADERS, "X-Frame-Options": "DENY"}.items():
            response.headers.setdefault(name, value)
        return response

    return middleware


def _address_of(path: str, reader) -> str:
    token = signing.dumps([path, reader.pk], salt=SALT, compress=True)
    return f"{settings.FILES_URL}/{token}/"


def _serve(request) -> HttpResponse:
    if request.method not in ("GET", "HEAD"):
        return _said(_("Cette adresse ne fait que donner un fichier."), 405)
    try:
        path, key = signing.loads(request.path_info.strip("/"), salt=SALT, max_age=LASTS)
    except signing.SignatureExpired:
        expired = _("Cette adresse a expiré. Revenez à la page, puis ouvrez de nouveau le fichier.")
        return _said(expired, 410)
    except signing.BadSignature:
        return _nothing_here()
    return _document(request, path, key)


def _document(request, path: str, key: int | None) -> HttpResponse:
    """What the page of this document answers this reader now."""
    reader = User.objects.filter(pk=key, is_active=True).first() if key else AnonymousUser()
    if reader is None:
        return _nothing_here()
    request.user = reader
    try:
        view, args, kwargs = resolve(path)
        response = view(request, *args, **kwargs) if _gives_a_document(view) else _nothing_here()
    except Http404:
        return _nothing_here()
    except RuleBroken as refused:
        return _said(str(refused), refused.status)
    return response


def _gives_a_document(view) -> bool:
    return getattr(view, "gives_a_document", False)


def _nothing_here() -> HttpResponse:
    return _said(
        _("Il n’y a rien à cette adresse. Revenez à la page où vous avez vu le fichier."), 404
    )


def _said(sentence: str, status: int) -> HttpResponse:
    response = HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "private, no-store"
    return response
