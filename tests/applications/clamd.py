"""A clamd that does what it is told, on a port of this machine."""

import contextlib
import socket
import threading

import pytest

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class FakeClamd:
    """``answer`` is sent as it is; « honest » looks for EICAR. ``received`` keeps each file."""

    def __init__(self):
        self.answer: bytes | str = "honest"
        self.pause, self.breaks_after = 0.0, None
        self.received: list[bytes] = []
        self.stopped = threading.Event()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.listener.settimeout(0.05)
        self.address = self.listener.getsockname()
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def close(self) -> None:
        self.stopped.set()
        self.thread.join()
        self.listener.close()

    def _serve(self) -> None:
        while not self.stopped.is_set():
            try:
                connection, _peer = self.listener.accept()
            except TimeoutError:
                continue
            with connection:
                connection.settimeout(5)
                with contextlib.suppress(OSError):
                    self._talk(connection)

    def _talk(self, connection: socket.socket) -> None:
        with connection.makefile("rb") as stream:
            assert stream.read(10) == b"zINSTREAM\0"
            content = b""
            while size := int.from_bytes(stream.read(4), "big"):
                content += stream.read(size)
                if self.breaks_after is not None and len(content) >= self.breaks_after:
                    return
            self.received.append(content)
        self.stopped.wait(self.pause)
        connection.sendall(self._answer(content))

    def _answer(self, content: bytes) -> bytes:
        if self.answer != "honest":
            return self.answer
        return b"stream: Eicar-Signature FOUND\0" if EICAR in content else b"stream: OK\0"


@pytest.fixture
def clamd(settings):
    fake = FakeClamd()
    settings.CLAMD = fake.address
    yield fake
    fake.close()
