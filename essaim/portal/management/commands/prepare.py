import time

from django.core.management import call_command
from django.core.management.base import BaseCommand

STEPS = [
    ("Base de données", ["migrate", "--verbosity=0", "--no-input"]),
    ("Annuaire des collectivités", ["import_organisations"]),
    ("Fonds MNT : appels et lauréats", ["load_programme"]),
    ("Démonstration", ["demo"]),
]


class Command(BaseCommand):
    help = "Met la base à jour et charge les données d’exemple ; relancée, elle ne perd rien."

    def handle(self, **options):
        for label, command in STEPS:
            self.stdout.write(f"{label}…")
            start = time.monotonic()
            call_command(*command, stdout=self.stdout)
            self.stdout.write(f"  fait en {time.monotonic() - start:.1f} s")
