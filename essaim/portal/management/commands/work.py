import signal
import threading
import time

from django.core.management.base import BaseCommand
from django.db import Error as DatabaseError
from django.db import connections

from essaim.portal.jobs import JOBS, Job

LONGEST_PAUSE_SECONDS = 60


class Turn:
    """When a job is due next: later and later while something it needs is down."""

    def __init__(self, job: Job):
        self.job = job
        self.due = 0.0
        self.pause = self.rest = job.every.total_seconds()

    def done(self, how_many: int, now: float) -> None:
        self.pause = self.rest
        self.due = now if how_many else now + self.rest

    def failed(self, now: float) -> None:
        self.due = now + self.pause
        self.pause = max(self.rest, min(self.pause * 2, LONGEST_PAUSE_SECONDS))


class Command(BaseCommand):
    # It serves no page: the web server beside it checks those.
    requires_system_checks = []
    help = (
        "Envoie les mails et fait ce que les dates rendent dû, jusqu’à l’arrêt (SIGTERM ou Ctrl-C)."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--once", action="store_true", help="faire ce qui est dû, puis s’arrêter"
        )

    def handle(self, *, once, **options):
        self.stopped = threading.Event()
        if once:
            for job in JOBS:
                while job.run():
                    pass
            return
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: self.stopped.set())
        turns = [Turn(job) for job in JOBS]
        while not self.stopped.wait(max(0, min(t.due for t in turns) - time.monotonic())):
            self.take(min(turns, key=lambda turn: turn.due))

    def take(self, turn: Turn) -> None:
        """Run one job; what is down is told, and keeps no other job from its turn."""
        try:
            turn.done(turn.job.run(), time.monotonic())
        except (DatabaseError, OSError) as error:
            pause = round(turn.pause)
            turn.failed(time.monotonic())
            self.stderr.write(f"Essaim, {turn.job.name} : {error} (nouvel essai dans {pause} s)")
            connections.close_all()
