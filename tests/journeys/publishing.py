"""The sheet: opened by the team, completed and approved by the agent, published."""

from tests.journeys.cast import Cast
from tests.journeys.mailbox import last_mail, path_in
from tests.journeys.person import Person

CORE = "Relais tournant par demi-journées"


def opens_the_sheet(manager: Person) -> None:
    manager.goes_to("/mon-espace/")
    manager.follows("Ouvrir la fiche")
    manager.checks_page("70-fiches-a-ecrire")
    manager.presses("Ouvrir la fiche")
    manager.sees("La fiche est ouverte")
    manager.checks_page("71-fiche-ecrire")


def completes(agent: Person) -> None:
    agent.goes_to("/mon-espace/")
    agent.follows("Compléter la fiche du projet")
    agent.follows("L’essentiel")
    agent.checks_page("72-fiche-essentiel")
    agent.fills("En une ligne", "Un relais tournant de quatre agents et un carnet commun")
    agent.fills("En trois phrases", "Deux agents ne suffisaient plus. Un relais a été essayé.")
    agent.presses("Enregistrer")
    agent.sees("Enregistré")
    agent.follows("Ajouter : Les éléments")
    agent.fills("Élément", CORE)
    agent.chooses("noyau")
    agent.fills("Description", "Quatre agents volontaires, un planning affiché.")
    agent.presses("Enregistrer")
    agent.sees(CORE)
    agent.checks_page("73-fiche-agent")


def asks_for_review(manager: Person) -> None:
    manager.page.reload()
    manager.presses("Demander la relecture")
    manager.sees("Le porteur du projet est prévenu")


def gives_approval(agent: Person) -> None:
    agent.goes_to(path_in(last_mail(agent.email), "/fiches/"))
    agent.follows("Relire et répondre")
    agent.checks_page("74-bon-a-publier")
    agent.chooses("Bon à publier, tel quel")
    agent.presses("Envoyer ma réponse")
    agent.sees("Votre réponse est enregistrée")


def publishes(manager: Person) -> str:
    """Returns the public path of the sheet."""
    manager.page.reload()
    manager.follows("Publier")
    manager.checks_page("75-fiche-publier")
    manager.presses("Publier maintenant")
    manager.sees("La fiche est publiée")
    return manager.link("La fiche publiée").get_attribute("href")


def publish_the_sheet(cast: Cast) -> str:
    opens_the_sheet(cast.manager)
    completes(cast.agent)
    asks_for_review(cast.manager)
    gives_approval(cast.agent)
    return publishes(cast.manager)
