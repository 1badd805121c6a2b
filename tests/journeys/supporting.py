"""Five months with the laureate: a coach, a milestone, an activity, days validated by both parties."""

from django.utils import timezone

from tests.journeys.cast import Cast
from tests.journeys.mailbox import last_mail, path_in
from tests.journeys.person import Person

SPONSOR, TASK = "Agence de la Ruche", "Une matinée au téléphone"


def opens_the_support(manager: Person, coach: Person) -> None:
    manager.goes_to("/mon-espace/")
    manager.checks_page("60-mon-espace-equipe")
    manager.follows("Ouvrir l’accompagnement")
    manager.presses("Ouvrir l’accompagnement")
    manager.sees("L’accompagnement est ouvert")
    manager.follows("Inscrire une personne")
    manager.fills("Prénom et nom", "Maud Perrin")
    manager.fills("Adresse électronique", coach.email)
    manager.fills("Mécène ou agence", SPONSOR)
    manager.fills("Compétence apportée", "design de service")
    manager.presses("Inscrire et inviter")
    manager.follows("Inscrire des jours promis")
    manager.fills("Mécène ou agence", SPONSOR)
    manager.fills("Compétence", "design de service")
    manager.fills("Jours promis", "20")
    manager.presses("Inscrire")
    manager.sees("Les jours promis sont inscrits")
    manager.presses("Commencer l’accompagnement")
    manager.sees("L’accompagnement est en cours")
    manager.checks_page("61-accompagnement-equipe")


def supports(coach: Person) -> None:
    coach.goes_to(path_in(last_mail(coach.email), "/accompagnements/"))
    coach.gives_code()
    coach.checks_page("62-accompagnement-debut")
    coach.follows("Inscrire un jalon")
    coach.fills("Jalon", "Appels comptés")
    coach.fills("Pour le", timezone.localdate().isoformat())
    coach.presses("Inscrire le jalon")
    coach.presses("C’est fait")
    coach.sees("Jalon atteint")
    coach.follows("Inscrire une activité")
    coach.checks_page("63-activite")
    coach.selects("Nature", "visite, immersion")
    coach.fills("Intitulé", "Une semaine à compter les appels")
    coach.fills("Ce qu’on en retient", "Trente-huit appels sans réponse, surtout le matin.")
    coach.presses("Inscrire l’activité")
    coach.sees("L’activité est inscrite")
    coach.follows("Inscrire du temps donné")
    coach.fills("Travail fait", TASK)
    coach.presses("Inscrire ce temps")
    coach.sees("Votre temps est inscrit")
    coach.follows("Clore la phase")
    coach.fills("Ce qui en est sorti", "Un relais tournant sera essayé.")
    coach.presses("Clore la phase")
    coach.sees("La phase est close")
    coach.checks_page("64-accompagnement-coach")


def validates_the_time(agent: Person) -> None:
    agent.goes_to("/mon-espace/")
    agent.checks_page("65-mon-espace-laureate")
    agent.goes_to(path_in(last_mail(agent.email, "ccompagnement"), "/accompagnements/"))
    agent.sees(TASK)
    agent.presses("Valider")
    agent.sees("Temps validé par les deux parties")
    agent.checks_page("66-accompagnement-laureate")


def live_the_support(cast: Cast) -> None:
    opens_the_support(cast.manager, cast.coach)
    supports(cast.coach)
    validates_the_time(cast.agent)
