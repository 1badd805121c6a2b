import time

from django.core.management import call_command
from django.core.management.base import BaseCommand

STEPS = [
    ("Base de données", ["migrate", "--verbosity=0", "--no-input"]),
    ("Annuaire des collectivités", ["import_organisations"]),
    ("Fonds MNT : appels et lauréats", ["load_programme"]),
]


class Command(BaseCommand):
    # The site is checked when it starts, a moment later.
    requires_system_checks = []
    help = "Met la base à jour et charge les données d’exemple ; relancée, elle ne perd rien."

    def add_arguments(self, parser):
        parser.add_argument("--until", metavar="ÉTAPE", help="dernière étape de la démonstration")

    def handle(self, **options):
        until = ["--until", options["until"]] if options["until"] else []
        for label, command in [*STEPS, ("Démonstration", ["demo", *until])]:
            self.stdout.write(f"{label}…")
            start = time.monotonic()
            call_command(*command, stdout=self.stdout)
            self.stdout.write(f"  fait en {time.monotonic() - start:.1f} s")
        call_command("demo_accounts", stdout=self.stdout)
