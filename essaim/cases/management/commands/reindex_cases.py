from django.core.management.base import BaseCommand
from django.db import transaction

from essaim.cases import search
from essaim.cases.models import CatalogueEntry


class Command(BaseCommand):
    help = "Refait l'index de recherche des fiches publiées, après un changement de l'analyse."

    @transaction.atomic
    def handle(self, *args, **options):
        entries = CatalogueEntry.objects.select_related("version")
        for entry in entries.iterator(chunk_size=500):
            search.index(entry, entry.version.content)
        self.stdout.write(f"{entries.count()} fiches indexées.")
