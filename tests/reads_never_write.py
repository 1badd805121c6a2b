"""A GET never writes: the test server crashes on the first statement that would.

Two exceptions. The session row, for what Django itself keeps there: the CSRF token that a form page
asks for, a message that has been shown, the steps of a sign-in, the removal of a session closed
from elsewhere. The cache, which counts attempts.
"""

import re
from contextlib import ExitStack

import pytest
from django.db import connections
from django.urls import resolve
from django.urls.exceptions import Resolver404

WRITES = re.compile(
    r"\s*(?:WITH\b.*?\)\s*)?(INSERT|UPDATE|DELETE|REPLACE|MERGE|CREATE|ALTER|DROP|TRUNCATE)\b",
    re.IGNORECASE | re.DOTALL,
)
CACHE_WRITES = re.compile(r'\s*(INSERT INTO|UPDATE|DELETE FROM) "cache"')
SESSION_WRITES = re.compile(r'\s*(INSERT INTO|UPDATE|DELETE FROM) "django_session"')
SESSION_REMOVAL = re.compile(r'\s*DELETE FROM "django_session"')
# Links that sign in: the development link, and the pages of allauth.
SIGN_IN = re.compile(r"^(dev_enter|account_\w+|mfa_\w+)$")


def _is_sign_in(request) -> bool:
    try:
        return bool(SIGN_IN.match(resolve(request.path_info).url_name or ""))
    except Resolver404:
        return False


def _may_write_session(request) -> bool:
    messages = getattr(request, "_messages", None)
    # Django sets the key when a form page asks for a token, and to False once it is in the session.
    asked_for_token = "CSRF_COOKIE_NEEDS_UPDATE" in request.META
    return asked_for_token or (messages is not None and messages.used)


def reads_never_write(get_response):
    def middleware(request):
        if request.method not in ("GET", "HEAD", "OPTIONS") or _is_sign_in(request):
            return get_response(request)

        def refuse_writes(execute, sql, params, many, context):
            tolerated = (
                CACHE_WRITES.match(sql)
                or SESSION_REMOVAL.match(sql)
                or (SESSION_WRITES.match(sql) and _may_write_session(request))
            )
            if WRITES.match(sql) and not tolerated:
                # A BaseException: no view can catch it by mistake.
                pytest.fail(f"{request.method} {request.path} a écrit : {sql[:200]}")
            return execute(sql, params, many, context)

        with ExitStack() as stack:
            for connection in connections.all():
                stack.enter_context(connection.execute_wrapper(refuse_writes))
            return get_response(request)

    return middleware
