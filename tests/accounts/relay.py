"""A small SMTP relay on a loopback port, which answers what a test asks it to."""

import contextlib
import socketserver
import threading


class Relay(socketserver.ThreadingTCPServer):
    """``answers`` maps a command (« RCPT », « DATA », « . ») to its reply; « cut » hangs up instead."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, answers: dict | None = None):
        super().__init__(("127.0.0.1", 0), _Dialogue)
        self.answers = answers or {}
        self.taken: list[bytes] = []

    @property
    def port(self) -> int:
        return self.server_address[1]


class _Dialogue(socketserver.StreamRequestHandler):
    DEFAULTS = {"DATA": "354 go on", ".": "250 taken", "QUIT": "221 bye"}

    def handle(self):
        self.reply("220 relay")
        while line := self.rfile.readline():
            command = line.decode().split()[0].upper()[:4]
            if not self.answer(command):
                return
            if command == "DATA" and self.last.startswith("354"):
                message = self.read_message()
                if self.server.answers.get(".", "250").startswith("250"):
                    self.server.taken.append(message)
                if not self.answer("."):
                    return
            if command == "QUIT":
                return

    def answer(self, command: str) -> bool:
        """Reply to a command; False when the test wants the line cut there."""
        self.last = self.server.answers.get(command, self.DEFAULTS.get(command, "250 ok"))
        if self.last.startswith("cut"):
            return False
        self.reply(self.last)
        return True

    def reply(self, text: str):
        with contextlib.suppress(OSError):
            self.wfile.write(f"{text}\r\n".encode())

    def read_message(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        return b"".join(lines)


@contextlib.contextmanager
def running(answers: dict | None = None):
    with Relay(answers) as relay:
        thread = threading.Thread(target=relay.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield relay
        finally:
            relay.shutdown()
            thread.join()
