"""The colleague of another organisation, who meets a conflict; and the direction, without account."""

import re

from playwright.sync_api import expect

from tests.accounts.mails import wrong
from tests.applications.mailbox import code_in_mail, link_in
from tests.applications.walk.applying import LIST
from tests.applications.walk.walker import Walker

PROBLEM = "Quel est le problème"
MINE, THEIRS = "Le guichet est loin.", "Le téléphone sonne."


def accepts(walk) -> None:
    """By the mailed link, through the sign-in and its code."""
    colin = walk.colleague
    colin.goes_to(f"/candidatures/invitation/{link_in('invitation')}/")
    colin.looks("18-invitation")
    colin.reaches(colin.page.get_by_role("main").get_by_role("link", name="Se connecter"))
    with colin.page.expect_navigation():
        colin.page.keyboard.press("Enter")
    colin.gives_code()
    colin.presses("Rejoindre la candidature")
    colin.sees("Vous avez rejoint la candidature")
    colin.looks("19-rejointe")


def settles_a_conflict(walk) -> None:
    """Both have the question open; the applicant saves first, the colleague sees both texts."""
    colin, amel = walk.colleague, walk.applicant
    colin.follows(PROBLEM)
    amel.follows(PROBLEM)
    amel.fills("Votre réponse", THEIRS)
    amel.presses(LIST)
    amel.sees("rien n’est encore déposé")
    settle = settles_in_place if colin.has_javascript else settles_on_a_page
    settle(colin)
    amel.follows(PROBLEM)
    expect(amel.field("Votre réponse")).to_have_value(re.compile(MINE))
    amel.follows("Retour à la candidature")


def settles_in_place(colin: Walker) -> None:
    colin.fills("Votre réponse", MINE)
    panel = colin.page.get_by_role("region", name=re.compile("Amel Porteuse a modifié"))
    expect(panel).to_be_focused()
    expect(panel).to_contain_text(THEIRS)
    expect(colin.field("Votre réponse")).to_have_value(MINE)
    colin.looks("20-conflit")
    colin.acts("Mettre les deux à la suite")
    expect(colin.field("Votre réponse")).to_be_focused()
    colin.sees("Enregistré à")
    colin.presses(LIST)


def settles_on_a_page(colin: Walker) -> None:
    colin.fills("Votre réponse", MINE)
    colin.presses(LIST)
    colin.sees("Amel Porteuse a modifié cette réponse")
    colin.sees(THEIRS)
    expect(colin.field("Votre réponse")).to_have_value(MINE)
    colin.looks("20-conflit")
    colin.fills("Votre réponse", f"{MINE}\n{THEIRS}")
    colin.presses("Enregistrer mon texte à la place")


def gives_an_opinion(walk) -> None:
    dgs = walk.direction
    dgs.goes_to(f"/avis/{link_in('endorsement_request')}/")
    dgs.looks("23-avis")
    dgs.errs("Continuer", "23-avis-erreur")
    dgs.chooses("Favorable avec réserves")
    dgs.fills("Votre prénom et votre nom", "Diane Guérin")
    dgs.fills("Votre fonction", "DGS")
    dgs.errs("Continuer", "23-avis-sans-reserves")
    dgs.fills("Commentaire", "Oui, si l’équipe a le temps.")
    dgs.presses("Continuer")
    dgs.sees("Regardez vos messages")
    dgs.looks("24-code")
    right = code_in_mail()
    dgs.fills("Code reçu", wrong(right))
    dgs.errs("Donner mon avis", "24-code-faux")
    dgs.fills("Code reçu", right)
    dgs.presses("Donner mon avis")
    dgs.sees("Merci, votre avis est enregistré")
    dgs.looks("25-avis-donne")
