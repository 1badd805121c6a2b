from django.core.management.base import BaseCommand

from essaim.outreach.actions import prepare_batch
from essaim.outreach.models import Campaign


class Command(BaseCommand):
    help = (
        "Achève les lettres dont l’envoi a commencé : un mail par personne abonnée, sans doublon."
    )

    def handle(self, **options):
        for campaign in Campaign.objects.filter(status=Campaign.Status.SENDING):
            written = 0
            while batch := prepare_batch(campaign):
                written += batch
                self.stdout.write(f"{campaign} : {written} mails écrits")
            self.stdout.write(f"{campaign} : envoi achevé")
