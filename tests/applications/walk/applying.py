"""The applicant: from the list of calls to an application that is nearly ready."""

from tests.applications.walk.walker import Walker

TITLE = "Un accueil qui oriente"
NEXT = "Enregistrer et continuer"
LIST = "Enregistrer et revenir à la liste"


def starts(walk) -> None:
    amel = walk.applicant
    amel.goes_to("/appels/")
    amel.looks("01-appels")
    amel.follows(walk.call.title)
    amel.looks("02-appel")
    amel.follows("Puis-je candidater")
    amel.chooses("Oui")
    amel.presses("Voir la réponse")
    amel.sees("Oui, vous pouvez candidater")
    amel.looks("03-test")
    amel.follows("Candidater")
    amel.looks("04-candidater")
    amel.errs("Commencer", "04-candidater-erreur")
    chooses_structure(amel, "Votre structure", "renac", "Renac (35)", "Commencer")
    amel.presses("Commencer")
    amel.sees("rien n’est encore déposé")
    amel.looks("05-liste")


def chooses_structure(person: Walker, label: str, typed: str, name: str, button: str) -> None:
    """The list follows the typing or, without JavaScript, comes with the page."""
    person.fills(label, typed)
    if not person.has_javascript:
        person.presses(button)
    person.chooses(name)


def writes(walk) -> None:
    """Page after page, with what can be wrong on each."""
    amel = walk.applicant
    amel.follows("Titre et thèmes")
    amel.fills("Titre du projet", TITLE)
    amel.chooses("Accueil des usagers")
    keeps(amel)
    amel.looks("06-titre")
    amel.presses(NEXT)
    short(amel)
    long(amel)
    number(amel)
    amel.chooses("Une semaine par mois")
    keeps(amel)
    amel.looks("10-choix")
    amel.presses(NEXT)
    day(amel)
    partner(amel)
    team(amel)
    amel.looks("14-question-fichier")


def keeps(person: Walker) -> None:
    """With JavaScript what is typed is kept, and the focus with it."""
    if person.has_javascript:
        person.sees("Enregistré à")
        person.keeps_focus()


def short(amel: Walker) -> None:
    amel.looks("07-texte-court")
    amel.fills("Votre réponse", "mot " * 16)
    amel.errs(NEXT, "07-texte-court-erreur")
    amel.fills("Votre réponse", "L’accueil")
    amel.presses(NEXT)


def long(amel: Walker) -> None:
    amel.looks("08-texte-long")
    amel.fills("Votre réponse", "mot " * 16)
    amel.looks("08-texte-long-trop")
    amel.errs(NEXT, "08-texte-long-erreur")
    amel.fills("Votre réponse", "On tourne en rond.")
    keeps(amel)
    amel.presses(NEXT)


def number(amel: Walker) -> None:
    amel.fills("Votre réponse", "une douzaine")
    amel.errs(NEXT, "09-nombre-erreur")
    amel.fills("Votre réponse", "12")
    amel.presses(NEXT)


def day(amel: Walker) -> None:
    """Digits, in the order of the reader's own calendar: 05/05 reads the same in all of them."""
    amel.looks("11-date")
    amel.reaches(amel.field("Votre réponse"))
    amel.page.keyboard.type("05052027")
    keeps(amel)
    amel.presses(NEXT)


def partner(amel: Walker) -> None:
    amel.fills("Votre réponse", "Atlantide")
    amel.errs(NEXT, "12-structure-erreur")
    chooses_structure(amel, "Votre réponse", "redon", "Redon (35)", NEXT)
    keeps(amel)
    amel.looks("12-structure")
    amel.presses(NEXT)


def team(amel: Walker) -> None:
    amel.fills("Votre réponse", "DGS, 1 heure\n" * 6)
    amel.errs(NEXT, "13-personnes-erreur")
    amel.fills("Votre réponse", "DGS, une heure\nagent d’accueil, une matinée")
    keeps(amel)
    amel.presses(NEXT)


def joins(walk) -> None:
    amel = walk.applicant
    amel.follows("Continuer")
    amel.follows("Fichiers à joindre")
    amel.looks("15-fichiers-vide")
    amel.errs("Joindre ce fichier", "15-fichiers-erreur")
    amel.joins("Choisir un fichier", walk.document)
    if amel.has_javascript:
        amel.acts("Joindre ce fichier")
    else:
        amel.presses("Joindre ce fichier")
    amel.sees("est joint")
    if amel.has_javascript:
        amel.keeps_focus()
    amel.looks("15-fichiers")
    amel.follows("Continuer")


def invites(walk) -> None:
    amel = walk.applicant
    amel.follows("Écrire à plusieurs")
    amel.looks("16-equipe-vide")
    amel.errs("Envoyer l’invitation", "16-equipe-erreur")
    amel.fills("Son adresse électronique", walk.colleague.email)
    amel.presses("Envoyer l’invitation")
    amel.sees("Invitation envoyée")
    amel.looks("16-equipe")
    amel.follows("Continuer")
    amel.looks("17-liste-remplie")


def asks_the_direction(walk) -> None:
    amel = walk.applicant
    amel.follows("Avis de la direction")
    amel.looks("22-demander-avis")
    amel.fills("Adresse électronique de la direction", "pas une adresse")
    amel.errs("Envoyer la demande", "22-demander-avis-erreur")
    amel.fills("Adresse électronique de la direction", walk.direction.email)
    amel.fills("Votre message", "Voici notre projet.")
    amel.presses("Envoyer la demande")
    amel.sees("Avis demandé, pas encore donné")
    amel.looks("22-avis-demande")
