"""A client of clamd, the daemon of ClamAV: one file per connection, over INSTREAM (man 8 clamd).

A command and its answer end with NUL; a chunk is its length (4 bytes, big endian), then its bytes; an
empty chunk ends the file. Anything but a clear answer in time is a ScannerFailed: no answer is ever
taken for « clean ».
"""

import re
import socket
import time
from collections.abc import Iterable
from enum import StrEnum

MOST_SECONDS = 60
MOST_ANSWER = 4_096
ANSWER = re.compile(rb"stream: (?:(OK)|(.+) FOUND)", re.DOTALL)


class Verdict(StrEnum):
    CLEAN = "clean"
    INFECTED = "infected"
    UNREADABLE = "unreadable"


class ScannerDown(OSError):
    """No scanner answers at this address: no file is at fault."""


class ScannerFailed(Exception):
    """The scanner took the file and gave no answer that can be read, or none in time."""


def scan(
    address: tuple[str, int] | str, chunks: Iterable[bytes], seconds: float = MOST_SECONDS
) -> Verdict:
    """What clamd at ``address`` ((host, port), or the path of its socket) says of these bytes.

    Raises ScannerDown when it cannot be reached, ScannerFailed when it breaks off, answers anything
    else than what clamd answers, or takes more than ``seconds`` in all.
    """
    end = time.monotonic() + seconds
    with _connected(address) as connection:
        try:
            answer = _exchange(connection, chunks, end)
        except OSError as error:
            raise ScannerFailed(str(error)) from error
    return _verdict(answer)


def _connected(address) -> socket.socket:
    family = socket.AF_UNIX if isinstance(address, str) else None
    try:
        if family is None:
            return socket.create_connection(address, timeout=10)
        connection = socket.socket(family, socket.SOCK_STREAM)
        try:
            connection.settimeout(10)
            connection.connect(address)
        except OSError:
            connection.close()
            raise
        return connection
    except OSError as error:
        raise ScannerDown(f"clamd ne répond pas ({error})") from error


def _exchange(connection: socket.socket, chunks: Iterable[bytes], end: float) -> bytes:
    try:
        _send(connection, b"zINSTREAM\0", end)
        for chunk in chunks:
            if chunk:
                _send(connection, len(chunk).to_bytes(4, "big") + chunk, end)
        _send(connection, bytes(4), end)
    except (BrokenPipeError, ConnectionResetError):
        pass  # past its own limit clamd answers, then hangs up: the answer is still there to read
    answer = b""
    while b"\0" not in answer and len(answer) < MOST_ANSWER:
        connection.settimeout(max(0.001, end - time.monotonic()))
        received = connection.recv(MOST_ANSWER)
        if not received:
            break
        answer += received
    return answer


def _send(connection: socket.socket, data: bytes, end: float) -> None:
    connection.settimeout(max(0.001, end - time.monotonic()))
    connection.sendall(data)


def _verdict(answer: bytes) -> Verdict:
    line, ended, _rest = answer.partition(b"\0")
    if ended and (found := ANSWER.fullmatch(line)):
        return Verdict.CLEAN if found[1] else Verdict.INFECTED
    if line.startswith(b"INSTREAM size limit exceeded"):
        return Verdict.UNREADABLE
    raise ScannerFailed(f"réponse de clamd : {line[:200]!r}")
