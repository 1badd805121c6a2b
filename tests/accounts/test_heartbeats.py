"""A heartbeat is written only when the site itself answers, at its own address."""

import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.utils import timezone

from essaim.accounts import actions
from essaim.accounts.actions import heartbeats
from essaim.accounts.models import Heartbeat

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(settings):
    """A site on loopback that answers ``site.status``, and remembers what it was asked."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.server.asked.append((self.path, self.headers["Host"]))
            self.send_response(self.server.status)
            self.send_header("Location", "http://127.0.0.1:1/ailleurs/")
            self.end_headers()

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.status, server.asked = 200, []
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    settings.SITE_URL = f"http://127.0.0.1:{server.server_port}"
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def test_once_a_minute(site, time_machine):
    time_machine.move_to("2027-05-24T10:00:20Z", tick=False)
    assert [actions.beat(), actions.beat()] == [1, 0]
    time_machine.move_to("2027-05-24T10:01:01Z", tick=False)
    assert actions.beat() == 1
    assert [f"{beat}" for beat in Heartbeat.objects.all()] == [
        *("2027-05-24 10:00", "2027-05-24 10:01")
    ]
    assert site.asked[0][0] == "/sante/"


@pytest.mark.parametrize("status", [301, 302, 404, 500, 503])
def test_anything_else_than_200_is_no_heartbeat(site, status):
    site.status = status
    assert actions.beat() == 0
    assert not Heartbeat.objects.exists()
    assert len(site.asked) == 1  # never followed elsewhere


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:9", "https://127.0.0.1:9", "http://nulle.invalid"]
)
def test_a_site_that_is_down_is_no_heartbeat(settings, address):
    settings.SITE_URL = address
    assert actions.beat() == 0
    assert not Heartbeat.objects.exists()


def test_the_health_page_answers_without_session(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(1):
        answer = client.get(heartbeats.HEALTH_PATH)
    assert answer.status_code == 200
    assert not answer.cookies


def test_old_notes_go(site):
    now = timezone.now()
    for days in (29, 31):
        Heartbeat.objects.create(at=now - timedelta(days=days))
    actions.beat()
    assert Heartbeat.objects.filter(at__lt=now - timedelta(days=1)).count() == 1
