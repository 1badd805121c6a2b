import signal
import threading

from django.core.management.base import BaseCommand
from django.db import Error as DatabaseError
from django.db import connections

from essaim.accounts.actions import deliver_due

PAUSE_SECONDS = 1
LONGEST_PAUSE_SECONDS = 60


class Command(BaseCommand):
    # It serves no page: the web server beside it checks those.
    requires_system_checks = []
    help = "Fait partir les mails de la boîte d’envoi, jusqu’à l’arrêt (SIGTERM ou Ctrl-C)."

    def add_arguments(self, parser):
        parser.add_argument(
            "--once", action="store_true", help="envoyer ce qui est dû, puis s’arrêter"
        )

    def handle(self, *, once, **options):
        self.stopped = threading.Event()
        if once:
            while deliver_due():
                pass
            return
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: self.stopped.set())
        pause = PAUSE_SECONDS
        while not self.stopped.wait(pause):
            pause = self.deliver(pause)

    def deliver(self, pause: int) -> int:
        """Send what is due; returns the seconds to wait: longer and longer while something is down."""
        try:
            sent = deliver_due()
        except (DatabaseError, OSError) as error:
            self.stderr.write(f"Envoi des mails : {error} (nouvel essai dans {pause} s)")
            connections.close_all()
            return min(pause * 2, LONGEST_PAUSE_SECONDS)
        return 0 if sent else PAUSE_SECONDS
