import logging

from django.conf import settings
from django.db import OperationalError
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.utils import timezone, translation

from essaim.base.exceptions import RuleBroken

logger = logging.getLogger(__name__)
FIXED_HEADERS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": (
        "accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), "
        "microphone=(), payment=(), usb=()"
    ),
}


COMPRESSIBLE = ("text/", "application/json", "application/xml", "application/atom+xml")


class CompressText(GZipMiddleware):
    """Pages, sheets of style and data leave compressed; files people keep leave as they are.

    Django pads each answer at random and masks the CSRF token, so that the size tells no secret.
    """

    def process_response(self, request, response):
        is_text = response.get("Content-Type", "").startswith(COMPRESSIBLE)
        is_kept = "attachment" in response.get("Content-Disposition", "")
        if response.status_code != 200 or is_kept or not is_text:
            return response
        return super().process_response(request, response)


def arrival_time(get_response):
    """``request.received_at``: when the request began to be served, before its body was read.

    A deadline is judged on that moment, not on the end of a slow upload.
    """

    def middleware(request):
        request.received_at = timezone.now()
        return get_response(request)

    return middleware


def response_headers(get_response):
    """Security headers that Django does not know, and no cache for whoever is signed in."""

    def middleware(request):
        response = get_response(request)
        for name, value in FIXED_HEADERS.items():
            response.headers.setdefault(name, value)
        if hasattr(request, "user") and request.user.is_authenticated:
            response.headers["Cache-Control"] = "private, no-store"
        return response

    return middleware


def chosen_language(get_response):
    """French, unless the reader chose another language (a cookie set by that choice only)."""
    known = {code for code, _name in settings.LANGUAGES}

    def middleware(request):
        language = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        with translation.override(language if language in known else settings.LANGUAGE_CODE):
            request.LANGUAGE_CODE = translation.get_language()
            response = get_response(request)
            response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
            return response

    return middleware


class RefusalPage:
    """Turns what no view caught into a page that says what to do: a RuleBroken with its status, and
    503 when nothing can be written (disk full, database away), with what was typed to send again.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, RuleBroken):
            return render(
                request, "refused.html", {"sentence": str(exception)}, status=exception.status
            )
        if isinstance(exception, OperationalError | OSError):
            logger.exception("%s %s", request.method, request.path)
            page = render(request, "unavailable.html", {"typed": _typed(request)}, status=503)
            page.headers["Retry-After"] = "60"
            return page
        return None


def _typed(request) -> list[tuple[str, str]]:
    """Each field that was sent, but for the token, which the page has anew."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken"
    ]
