"""An agent writes an application with a colleague, the direction endorses it, the agent deposits it."""

from pathlib import Path

from tests.journeys.cast import DIRECTION, Cast
from tests.journeys.mailbox import code_for, last_mail, path_in
from tests.journeys.opening import CALL
from tests.journeys.person import Person

PROJECT = "Répondre au téléphone quand l’accueil est seul"
TEAM_QUESTION = "Qui travaille sur ce projet ?"


def starts(agent: Person) -> None:
    agent.goes_to("/appels/")
    agent.follows(CALL)
    agent.follows("Candidater")
    agent.gives_code()
    agent.sees("Ce qu’il vous faut")
    agent.checks_page("20-candidater")
    agent.fills("Votre structure", "villebour")
    agent.presses("Commencer")
    agent.chooses("Villebourg-sur-Ancre")
    agent.checks_page("21-structure")
    agent.presses("Commencer")
    agent.sees("rien n’est encore déposé")


def gives_a_name(person: Person, name: str) -> None:
    person.goes_to("/mon-compte/")
    person.fills("Prénom et nom", name)
    person.presses("Enregistrer")
    person.sees("C’est enregistré")


def writes(agent: Person) -> None:
    """The title, then question after question as they come; one is left to the colleague."""
    gives_a_name(agent, "Nadia Benali")
    agent.goes_to("/mon-espace/")
    agent.checks_page("22-mon-espace-agent")
    agent.follows("Terminer et déposer votre candidature")
    agent.checks_page("23-candidature-liste")
    agent.follows("Titre et thèmes")
    agent.fills("Titre du projet", PROJECT)
    agent.chooses("Accueil du public")
    agent.presses("Enregistrer et continuer")
    while agent.button("Enregistrer et continuer").count():
        if not agent.page.get_by_role("heading", name=TEAM_QUESTION).count():
            agent.fills("Votre réponse", "Deux agents, trente-huit appels perdus par semaine.")
        agent.presses("Enregistrer et continuer")
    agent.sees("Pièces et soutiens")


def joins_a_document(agent: Person, document: Path) -> None:
    agent.follows("Fichiers à joindre")
    agent.joins("Choisir un fichier", document)
    agent.presses("Joindre ce fichier")
    agent.sees(document.name)
    agent.checks_page("24-fichiers")
    agent.follows("Continuer")


def invites(agent: Person, colleague: Person) -> None:
    agent.follows("Écrire à plusieurs")
    agent.fills("Son adresse électronique", colleague.email)
    agent.presses("Envoyer l’invitation")
    agent.sees("Invitation envoyée")
    agent.checks_page("25-equipe")
    agent.follows("Continuer")


def answers_one_question(colleague: Person) -> None:
    message = last_mail(colleague.email, "vous invite à écrire une candidature")
    colleague.goes_to(path_in(message, "/candidatures/invitation/"))
    colleague.sees("Nadia Benali vous invite")
    colleague.checks_page("26-invitation")
    colleague.page.get_by_role("main").get_by_role("link", name="Se connecter").click()
    colleague.gives_code()
    colleague.presses("Rejoindre la candidature")
    colleague.sees("Vous avez rejoint la candidature")
    colleague.checks_page("27-candidature-collegue")
    colleague.follows(TEAM_QUESTION)
    colleague.checks_page("28-question")
    colleague.fills("Votre réponse", "Deux agents d’accueil et deux habitants.")
    colleague.presses("Enregistrer et revenir à la liste")
    colleague.sees("Enregistré à")


def asks_the_direction(agent: Person) -> None:
    agent.page.reload()
    agent.follows("Avis de la direction")
    agent.fills("Adresse électronique de la direction", DIRECTION)
    agent.fills("Son nom", "Camille Rey")
    agent.fills("Votre message", "Voici notre projet.")
    agent.checks_page("29-demander-avis")
    agent.presses("Envoyer la demande")
    agent.sees("Avis demandé, pas encore donné")


def endorses(direction: Person) -> None:
    direction.goes_to(path_in(last_mail(DIRECTION, "demande votre avis"), "/avis/"))
    direction.sees("Nadia Benali demande votre avis")
    direction.checks_page("30-avis")
    direction.chooses("Favorable")
    direction.fills("Votre prénom et votre nom", "Camille Rey")
    direction.fills("Votre fonction", "directrice générale des services")
    direction.presses("Continuer")
    direction.sees("Regardez vos messages")
    direction.checks_page("30-avis-code")
    direction.fills("Code reçu", code_for(DIRECTION))
    direction.presses("Donner mon avis")
    direction.sees("Merci, votre avis est enregistré")
    direction.checks_page("31-avis-donne")


def deposits(agent: Person) -> str:
    """Returns the number of the receipt."""
    agent.goes_to("/mon-espace/")
    agent.follows("Terminer et déposer votre candidature")
    agent.follows("Relire et déposer")
    agent.checks_page("32-relire")
    agent.chooses("J’ai relu les réponses")
    agent.presses("Déposer la candidature")
    agent.sees("Ce qui se passe ensuite")
    agent.checks_page("33-accuse")
    return agent.page.locator(".es-number").first.inner_text()


def keeps_the_receipt(cast: Cast, number: str) -> None:
    """The PDF opens; anyone may check the receipt, and nothing of the file shows."""
    agent, visitor = cast.agent, cast.visitor
    assert number in last_mail(agent.email, "accusé de réception").subject
    pdf = agent.page.request.get(agent.link("Accusé en PDF").get_attribute("href"))
    assert pdf.headers["content-type"] == "application/pdf"
    assert pdf.body().startswith(b"%PDF")
    visitor.goes_to(agent.link("Vérifier cet accusé").get_attribute("href"))
    visitor.sees(f"L’accusé {number} est authentique")
    visitor.does_not_see(PROJECT)
    visitor.checks_page("34-verifier")
