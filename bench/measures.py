"""What every benchmark needs: a calibration of the same run, raw WSGI calls, percentiles."""

import io
import time
from collections.abc import Callable

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http import HttpResponse
from django.test import override_settings
from django.urls import path


def empty(request):
    return HttpResponse("")


urlpatterns = [path("", empty)]


class Site:
    """Calls an application as a server would, without a network; answers (status, body)."""

    def __init__(self, application, cookie: str = ""):
        self.application, self.cookie = application, cookie

    def call(self, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, bytes]:
        address, _mark, query = path.partition("?")
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": address,
            "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "127.0.0.1",
            "HTTP_COOKIE": self.cookie,
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "CONTENT_LENGTH": str(len(body)),
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            **headers,
        }
        status = []
        response = self.application(environ, lambda line, _headers: status.append(line))
        content = b"".join(response)
        response.close()
        return int(status[0].split()[0]), content


def cpu_of(act: Callable, times: int) -> float:
    """Seconds of processor per act, the least of three rounds: the calmest is the truest."""
    act()
    rounds = []
    for _round in range(3):
        started = time.process_time()
        for _time in range(times):
            act()
        rounds.append((time.process_time() - started) / times)
    return min(rounds)


def elapsed(act: Callable, times: int) -> list[float]:
    """Seconds of each act, sorted."""
    seconds = []
    for _time in range(times):
        started = time.perf_counter()
        act()
        seconds.append(time.perf_counter() - started)
    return sorted(seconds)


def percentiles(seconds: list[float]) -> str:
    found = sorted(seconds)
    p50, p95, p99 = (found[min(len(found) - 1, int(len(found) * s))] for s in (0.5, 0.95, 0.99))
    return f"p50 {p50 * 1000:.1f} ms, p95 {p95 * 1000:.1f} ms, p99 {p99 * 1000:.1f} ms"


# Those that `django-admin startproject` puts in a new project.
USUAL_MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]


def empty_answer(middleware: list[str]) -> float:
    """Seconds of processor of a Django answer that says nothing, behind these middlewares."""
    with override_settings(MIDDLEWARE=middleware, ROOT_URLCONF="bench.measures"):
        site = Site(WSGIHandler())
        return cpu_of(lambda: site.call("GET", "/"), 2_000)


def bare_insert() -> float:
    """Median seconds of one committed INSERT of one row, on the disk when it returns."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_row (id INTEGER PRIMARY KEY, text TEXT)")
        numbers = iter(range(10_000))

        def insert():
            cursor.execute("INSERT INTO bench_row VALUES (%s, %s)", [next(numbers), "x" * 100])

        seconds = elapsed(insert, 300)
        cursor.execute("DROP TABLE bench_row")
    return seconds[len(seconds) // 2]


def show(what: str, value: str, limit: str = "") -> None:
    print(f"  {what:<58} {value:<40} {limit}", flush=True)
