"""People who insist: they send again, with the same key, until the server has answered."""

import http.client
import secrets
import threading
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Reply:
    status: int
    location: str
    body: str


def send(site, session: dict, path: str, fields: dict, files: dict | None = None) -> Reply:
    """One POST on a connection of its own. Raises OSError or HTTPException if no answer comes."""
    data = {"csrfmiddlewaretoken": session["token"], **fields}
    body, content_type = _multipart(data, files) if files else (urlencode(data).encode(), FORM)
    return _request(site, session, "POST", path, body, content_type)


def read(site, session: dict, path: str) -> Reply:
    return _request(site, session, "GET", path, None, FORM)


def _request(site, session, method, path, body, content_type) -> Reply:
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)
    try:
        headers = {"Cookie": session["cookie"], "Content-Type": content_type}
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        text = response.read().decode("utf-8", "replace")
        return Reply(response.status, urlsplit(response.getheader("Location", "")).path, text)
    finally:
        connection.close()


def _multipart(fields: dict, files: dict) -> tuple[bytes, str]:
    boundary = secrets.token_hex(16)
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    for name, (filename, content) in files.items():
        head = f'Content-Disposition: form-data; name="{name}"; filename="{filename}"'
        parts.append(f"--{boundary}\r\n{head}\r\n\r\n".encode() + content + b"\r\n")
    return b"".join([*parts, f"--{boundary}--\r\n".encode()]), (
        f"multipart/form-data; boundary={boundary}"
    )


def deposit(site, session: dict, public_id: str, key: str) -> Reply:
    fields = {"idempotency_key": key, "confirmed": "on"}
    return send(site, session, f"/candidatures/{public_id}/deposer/", fields)


def is_acknowledged(reply: Reply) -> bool:
    return reply.status == 302 and reply.location.endswith("/accuse/")


@dataclass
class Crowd:
    """Clients side by side; ``acknowledged`` is what the server said yes to."""

    site: object
    acknowledged: set = field(default_factory=set)
    refused: list = field(default_factory=list)
    seconds: list = field(default_factory=list)
    threads: list = field(default_factory=list)

    def start(self, people: list[dict], work) -> None:
        """``work(crowd, person)`` runs in a thread of its own for each person."""
        self.threads = [
            threading.Thread(target=work, args=(self, person), daemon=True) for person in people
        ]
        for thread in self.threads:
            thread.start()

    @property
    def is_busy(self) -> bool:
        return any(thread.is_alive() for thread in self.threads)

    def insist(self, attempt, is_done) -> Reply:
        """Send until an answer comes that ``is_done`` or that is a refusal."""
        while True:
            started = time.monotonic()
            try:
                reply = attempt()
            except (OSError, http.client.HTTPException):
                time.sleep(0.05)
                continue
            self.seconds.append(time.monotonic() - started)
            if is_done(reply) or reply.status < 500:
                return reply
            time.sleep(0.05)


def depositing(crowd: Crowd, person: dict) -> None:
    """Deposit each of one's drafts, with one key per draft however often it is sent."""
    for public_id in person["drafts"]:
        key = secrets.token_hex(32)
        reply = crowd.insist(
            lambda public_id=public_id, key=key: deposit(crowd.site, person, public_id, key),
            is_acknowledged,
        )
        if is_acknowledged(reply):
            crowd.acknowledged.add(public_id)
        else:
            crowd.refused.append((public_id, reply.status, reply.body))
