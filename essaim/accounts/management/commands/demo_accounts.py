from django.conf import settings
from django.core.management.base import BaseCommand

from essaim.accounts.models import User


class Command(BaseCommand):
    help = (
        "Affiche les comptes de démonstration, et le lien qui fait entrer chacun (DEBUG seulement)."
    )

    def handle(self, **options):
        people = list(User.objects.demonstration().prefetch_related("groups").order_by("pk"))
        if not settings.DEBUG:
            self.stdout.write("Pas d’entrée de démonstration : DEBUG n’est pas actif.")
            return
        self.stdout.write(f"\nEssaim : {settings.SITE_URL}\n\nEssayer comme :\n")
        width = max((len(person.demonstration_role) for person in people), default=0)
        for person in people:
            link = f"{settings.SITE_URL}/dev/entrer/{person.pk}/"
            self.stdout.write(f"  {person.demonstration_role:<{width}}  {link}  {person}")
        self.stdout.write(f"\n  courriers envoyés : {settings.SITE_URL}/dev/courriers/\n")
