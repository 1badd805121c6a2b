from django.core.management.base import BaseCommand
from django.db import transaction

from essaim.portal.demonstration import aftermath, stages

STAGES = {
    **stages.STAGES,
    "support": aftermath.play_support,
    "cases": aftermath.play_cases,
    "replications": aftermath.play_replications,
    "outreach": aftermath.play_outreach,
}


class Command(BaseCommand):
    help = "Joue le parcours de démonstration par les actions des pages ; relancée, elle reprend où elle en est."

    def add_arguments(self, parser):
        parser.add_argument(
            "--until", choices=STAGES, default="outreach", help="dernière étape à jouer"
        )

    def handle(self, *, until, **options):
        for name, play in STAGES.items():
            with transaction.atomic():
                play()
            self.stdout.write(f"  {name} : fait")
            if name == until:
                return
