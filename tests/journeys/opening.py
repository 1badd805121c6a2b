"""The manager prepares the call and publishes it."""

from datetime import timedelta

from django.utils import timezone

from tests.journeys.person import Person

CALL = "Appel d’essai"
MOMENT = "%Y-%m-%dT%H:%M"


def publishes_the_call(manager: Person) -> None:
    now = timezone.localtime()
    manager.signs_in()
    manager.follows("Appels")
    manager.follows("Préparer un appel")
    manager.fills("Titre", CALL)
    manager.fills("Présentation", "Pour améliorer l’accueil du public.")
    manager.fills("Qui peut candidater", "Tout agent d’un organisme public local.")
    manager.fills("Ce que reçoivent les lauréats", "Cinq mois d’accompagnement.")
    manager.fills("Ouverture", (now - timedelta(days=1)).strftime(MOMENT))
    manager.fills("Clôture", (now + timedelta(days=20)).strftime(MOMENT))
    manager.fills("Lauréats, au moins", "1")
    manager.presses("Enregistrer")
    manager.sees("L’appel est enregistré")
    manager.checks_page("10-appel-gerer")
    manager.follows("Écrire le règlement")
    manager.fills("Texte du règlement", "Article 1 – Objet\nAméliorer l’accueil.")
    manager.presses("Enregistrer")
    manager.follows("Vérifier et publier")
    manager.sees("Tout y est")
    manager.checks_page("11-appel-publier")
    manager.presses("Publier")
    manager.sees("L’appel est publié")
    manager.checks_page("12-appel")
