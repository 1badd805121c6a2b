"""A site of its own: a database, a folder, a server that can be killed."""

import atexit
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parents[2]
# 1.0 is the whole campaign (make faults); the tests run a tenth of it.
SCALE = float(os.environ.get("FAULTS_SCALE", "0.1"))


def scaled(full: int) -> int:
    return max(1, round(full * SCALE))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Site:
    """``seed`` fills it, ``start`` serves it, ``kill`` is a kill -9 of it all.

    The first is made from nothing; the next ones are copies of it, still empty.
    """

    first: "Site | None" = None

    def __init__(self, folder: str | None = None):
        self.folder = folder or tempfile.mkdtemp(prefix="essaim-faults-")
        atexit.register(shutil.rmtree, self.folder, ignore_errors=True)
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith("ESSAIM_")},
            "DJANGO_SETTINGS_MODULE": "essaim.settings",
            "ESSAIM_VAR": self.folder,
            "ESSAIM_DATABASE_URL": self._new_database(),
            "ESSAIM_URL": self.address,
            "ESSAIM_UPLOADS_PER_HOUR": "1000000",
            "PYTHONPATH": str(ROOT),
        }
        self.server: subprocess.Popen | None = None
        if Site.first is None:
            self.manage("migrate", "-v", "0")
            self.manage("collectstatic", "--noinput", "-v", "0")

    @classmethod
    def new(cls, folder: str | None = None) -> "Site":
        if cls.first is None:
            cls.first = cls()
        return cls(folder)

    def _new_database(self) -> str:
        url = os.environ.get("ESSAIM_DATABASE_URL", "")
        if Site.first:
            shutil.copytree(Site.first.folder, self.folder, dirs_exist_ok=True)
        if not url.startswith("postgres"):
            return f"sqlite:///{self.folder}/essaim.sqlite3"
        name = f"faults_{os.getpid()}_{self.port}"
        template = f' TEMPLATE "{Site.first.database_name}"' if Site.first else ""
        server = urlunsplit(urlsplit(url)._replace(path="/postgres"))
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"{template}')
        return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))

    @property
    def database_name(self) -> str:
        return urlsplit(self.environment["ESSAIM_DATABASE_URL"]).path[1:]

    @property
    def is_sqlite(self) -> bool:
        return self.environment["ESSAIM_DATABASE_URL"].startswith("sqlite")

    def manage(self, *arguments: str) -> None:
        self.python(str(ROOT / "manage.py"), *arguments)

    def python(self, *arguments: str, **extra: str) -> str:
        """Run Python in this site's environment; returns what it printed."""
        run = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env={**self.environment, **extra},
            capture_output=True,
            text=True,
        )
        assert run.returncode == 0, run.stdout + run.stderr
        return run.stdout

    def seed(self, kind: str, **options) -> dict:
        """Fill the database: see tests/faults/seed.py."""
        return json.loads(self.python("-m", "tests.faults.seed", kind, json.dumps(options)))

    def violations(self) -> list[str]:
        """What the oracle finds wrong; empty when all holds."""
        return json.loads(self.python("-m", "tests.faults.oracle"))

    def count(self, label: str) -> int:
        """How many rows a model has."""
        return self.seed("count", label=label)["rows"]

    def processes(self) -> list[int]:
        """The process numbers of the running server."""
        found = subprocess.run(
            ["pgrep", "-g", str(self.server.pid)], capture_output=True, text=True, check=True
        )
        return [int(number) for number in found.stdout.split()]

    def start(self) -> None:
        self.server = subprocess.Popen(
            [
                *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"),
                *("--port", str(self.port), "--blocking-threads", "4", "--log-level", "critical"),
                *("--backlog", "1024", "essaim.wsgi:application"),
            ],
            cwd=ROOT,
            env=self.environment,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=0.2).close()
                return
            except OSError:
                time.sleep(0.02)
        raise TimeoutError("le serveur ne répond pas")

    def kill(self) -> None:
        """Power off: no process of the group gets to finish anything."""
        os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait()
        self.server = None

    def close(self) -> None:
        if self.server:
            self.kill()
