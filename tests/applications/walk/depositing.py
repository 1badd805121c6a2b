"""The applicant reads again, deposits and keeps the receipt; later completes what is asked."""

from essaim.applications.models import Receipt


def deposits(walk) -> None:
    amel = walk.applicant
    amel.follows("Retour à la candidature")
    amel.looks("26-liste-prete")
    amel.follows("Relire et déposer")
    amel.sees("Oui, si l’équipe a le temps.")
    amel.looks("27-relire")
    amel.errs("Déposer la candidature", "27-relire-erreur")
    amel.chooses("J’ai relu")
    amel.presses("Déposer la candidature")
    amel.sees("Ce qui se passe ensuite")
    amel.looks("28-accuse")
    walk.number = Receipt.objects.get().number


def keeps_the_receipt(walk) -> None:
    amel = walk.applicant
    pdf = amel.link("Accusé en PDF")
    amel.reaches(pdf)
    answer = amel.page.request.get(pdf.get_attribute("href"))
    assert answer.body().startswith(b"%PDF")
    amel.follows("Vérifier cet accusé")
    amel.sees(f"L’accusé {walk.number} est authentique")
    amel.looks("29-verifier")
    amel.fills("Empreinte", "zzzz")
    amel.errs("Vérifier", "29-verifier-erreur")
    amel.fills("Empreinte", "00000000")
    amel.presses("Vérifier")
    amel.sees("ne vont pas ensemble")
    amel.looks("29-verifier-faux")


def is_locked(walk) -> None:
    """The deposited file: what happened, and no word of it can be changed any more."""
    for person, name in ((walk.applicant, "30-deposee"), (walk.colleague, "30-deposee-collegue")):
        person.goes_to(Receipt.objects.get().application.get_absolute_url())
        person.sees("en cours d’examen")
        person.does_not_see("Enregistrer et continuer")
        person.looks(name)


def answers_the_team(walk) -> None:
    """The message, then the one field that is asked again."""
    amel = walk.applicant
    amel.goes_to(Receipt.objects.get().application.get_absolute_url())
    amel.sees("L’équipe vous demande des compléments")
    amel.looks("40-complements-demandes")
    amel.follows("Échanges avec l’équipe")
    amel.sees("Comptez-vous les saisonniers")
    amel.presses("J’ai lu")
    amel.looks("41-echanges")
    amel.errs("Envoyer à l’équipe", "41-echanges-erreur")
    amel.fills("Votre message", "Oui, tous.")
    amel.presses("Envoyer à l’équipe")
    amel.sees("Oui, tous.")
    amel.follows("Retour à la candidature")


def completes(walk) -> None:
    amel = walk.applicant
    amel.follows("Voir ce qui est demandé et répondre")
    amel.looks("42-completer")
    amel.follows("Combien d’agents")
    amel.looks("42-completer-question")
    amel.fills("Votre réponse", "beaucoup")
    amel.errs("Enregistrer et revenir à la liste", "42-completer-erreur")
    amel.fills("Votre réponse", "14")
    amel.presses("Enregistrer et revenir à la liste")
    amel.sees("Modifié, pas envoyé")
    amel.looks("43-complete")
    amel.follows("Relire et envoyer les compléments")
    amel.looks("44-envoyer")
    amel.errs("Envoyer les compléments", "44-envoyer-erreur")
    amel.chooses("J’ai relu mes compléments")
    amel.presses("Envoyer les compléments")
    amel.sees("Nouvelle empreinte de la candidature")
    amel.looks("45-envoyes")


def reads_the_decision(walk) -> None:
    amel = walk.applicant
    amel.follows("Retour à la candidature")
    amel.sees("recevable")
    amel.looks("52-recevable")
