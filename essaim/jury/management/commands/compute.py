from django.core.management.base import BaseCommand

from essaim.jury.computing import compute
from essaim.jury.models import Computation


class Command(BaseCommand):
    # The worker starts one for each computation: it serves no page.
    requires_system_checks = []
    help = "Fait un calcul demandé par un jury (plan de lecture, notes comparables, choix)."

    def add_arguments(self, parser):
        parser.add_argument("public_id", help="l’identifiant du calcul")

    def handle(self, *, public_id, **options):
        waiting = Computation.objects.filter(public_id=public_id, status=Computation.Status.QUEUED)
        for computation in waiting.select_related("panel__call"):
            compute(computation)
