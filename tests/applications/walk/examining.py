"""The examiner: from the queue to the decision."""

from tests.applications.walk.applying import TITLE
from tests.applications.walk.walker import Walker

TABS = ("Recevabilité", "Compléments", "Échanges", "Notes de l’équipe", "Journal")


def finds_the_file(walk) -> None:
    ines = walk.examiner
    ines.goes_to("/instruction/")
    ines.looks("31-file-de-travail")
    ines.follows(TITLE)
    ines.looks("32-dossier")


def ticks_the_checklist(walk) -> None:
    ines = walk.examiner
    ines.follows("Recevabilité")
    ines.looks("33-recevabilite")
    ines.ticks(choice(ines, "Le projet est décrit", "Rempli"))
    ines.ticks(choice(ines, "Le budget est clair", "Non rempli"))
    ines.errs("Enregistrer les constats", "33-recevabilite-erreur")
    reason = ines.page.get_by_label("Raison").nth(1)
    ines.reaches(reason)
    ines.page.keyboard.type("Le nombre d’agents manque de précision.")
    ines.presses("Enregistrer les constats")
    ines.sees("Constats enregistrés.")
    ines.looks("33-constats")
    ines.errs("Noter la décision", "33-decision-erreur")


def choice(ines: Walker, point: str, finding: str):
    group = ines.page.get_by_role("group", name=point)
    return group.get_by_role("radio", name=finding, exact=True)


def writes_to_people(walk) -> None:
    """A note between colleagues, a message to the applicant."""
    ines = walk.examiner
    ines.follows("Notes de l’équipe")
    ines.errs("Garder la note", "34-note-erreur")
    ines.fills("Votre note", "Demander le nombre d’agents.")
    ines.presses("Garder la note")
    ines.looks("34-note")
    ines.follows("Échanges")
    ines.errs("Envoyer aux porteurs", "35-message-erreur")
    ines.fills("Votre message", "Comptez-vous les saisonniers ?")
    ines.presses("Envoyer aux porteurs")
    ines.looks("35-message")


def asks_a_completion(walk) -> None:
    ines = walk.examiner
    ines.follows("Compléments")
    ines.looks("36-complements-aucun")
    ines.follows("Demander des compléments")
    ines.looks("36-demander")
    ines.errs("Voir le mail avant de l’envoyer", "36-demander-erreur")
    ines.chooses("Combien d’agents")
    ines.fills("Ce que vous demandez", "Combien d’agents, saisonniers compris ?")
    ines.presses("Voir le mail avant de l’envoyer")
    ines.looks("37-relire-la-demande")
    ines.presses("Envoyer la demande")
    ines.sees("La demande est partie aux porteurs.")
    ines.looks("38-demandee")


def declares_it_admissible(walk) -> None:
    ines = walk.examiner
    ines.goes_to("/instruction/")
    ines.looks("46-file-de-travail")
    ines.follows(TITLE)
    ines.follows("Compléments")
    ines.sees("14")
    ines.looks("47-complements-recus")
    ines.presses("C’est complet")
    ines.sees("La demande de compléments est close.")
    ines.looks("48-close")
    ines.follows("Recevabilité")
    ines.presses("Tout est rempli")
    ines.sees("Constats enregistrés.")
    ines.chooses("Recevable")
    ines.presses("Noter la décision")
    ines.sees("Décision notée")
    ines.looks("50-decidee")
    for tab in TABS:
        ines.follows(tab)
        ines.looks(f"51-{tab.split()[0].lower()}")
