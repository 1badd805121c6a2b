from django.core.management.base import BaseCommand, CommandError

from essaim.portal.history import load
from essaim.territories.models import Organisation


class Command(BaseCommand):
    help = "Charge les appels, les lauréats et les fiches connus du Fonds MNT, et l’appel de démonstration."

    def handle(self, **options):
        try:
            loaded = load()
        except Organisation.DoesNotExist as error:
            raise CommandError(
                "Le répertoire des structures est vide : lancez d’abord « manage.py import_organisations »."
            ) from error
        self.stdout.write(f"  {loaded['calls']} appels, {loaded['laureates']} lauréats.")
