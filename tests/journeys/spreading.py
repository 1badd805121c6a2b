"""Another commune takes the sheet up, the origin confirms, everyone sees it; a letter tells it."""

from tests.journeys.cast import Cast
from tests.journeys.mailbox import header, last_mail, path_in
from tests.journeys.person import Person
from tests.journeys.publishing import CORE
from tests.journeys.writing import PROJECT

ADOPTER = "Saint-Aubin-des-Prés"


def declares(adopter: Person) -> None:
    """With the keyboard alone, from the list of sheets to the declaration."""
    adopter.goes_to("/fiches/")
    adopter.checks_page("80-fiches")
    adopter.follows(PROJECT)
    adopter.sees("Personne ne l’a encore reprise")
    adopter.checks_page("81-fiche-publique")
    adopter.follows("J’adapte")
    adopter.gives_code()
    adopter.fills("Quelle structure la reprend", "aubin des pres")
    adopter.chooses(ADOPTER)
    adopter.selects("Où en êtes-vous", "En service")
    adopter.fills("À quel problème d’ici", "Une seule personne à l’accueil.")
    adopter.fills("Que gardez-vous", "Le relais se fait avec la mairie voisine.")
    adopter.opens("Dire ce que vous changez")
    adopter.sees(CORE)
    adopter.selects("Ce que vous en faites", "Modifié")
    adopter.selects("Pourquoi", "Taille")
    adopter.fills("En quelques mots", "Deux demi-journées par semaine.")
    adopter.checks_page("82-declarer")
    adopter.presses("Relire avant d’envoyer")
    adopter.sees("Rien n’est encore envoyé")
    adopter.checks_page("83-declarer-relire")
    adopter.presses("Déclarer cette reprise")
    adopter.sees("La reprise est déclarée")
    adopter.checks_page("84-reprise")


def confirms(agent: Person) -> None:
    agent.goes_to(path_in(last_mail(agent.email, "reprend votre fiche"), "/reprises/"))
    agent.sees(f"{ADOPTER} (35) dit reprendre votre fiche")
    agent.checks_page("85-confirmer")
    agent.chooses("Je confirme")
    agent.presses("Envoyer ma réponse")
    agent.sees("Merci, votre réponse est enregistrée")


def looks_around(visitor: Person, sheet: str) -> None:
    """Without account nor cookie: laureates, sheet, tree, replications, figures."""
    visitor.page.context.clear_cookies()
    visitor.goes_to("/")
    visitor.checks_page("90-accueil")
    visitor.follows("Lauréats")
    visitor.sees("Villebourg-sur-Ancre")
    visitor.does_not_see("Val-d’Orme")
    visitor.checks_page("91-laureats")
    visitor.follows("Villebourg-sur-Ancre")
    visitor.page.wait_for_url(f"**{sheet}")
    visitor.sees(f"{ADOPTER} (35)")
    visitor.sees("confirmée par l’origine")
    visitor.checks_page("92-fiche-reprise")
    visitor.follows("Reprises")
    visitor.follows(ADOPTER)
    visitor.sees("Deux demi-journées par semaine.")
    visitor.checks_page("93-reprise-publique")
    visitor.goes_to("/chiffres/")
    visitor.does_not_see("non connu")  # what happened here is known here
    visitor.checks_page("94-chiffres")
    assert not visitor.page.context.cookies()


def subscribes(reader: Person) -> None:
    reader.goes_to("/abonnement/")
    reader.fills("Votre adresse électronique", reader.email)
    reader.chooses("Accueil du public")
    reader.page.get_by_role("main").get_by_role("checkbox").last.check()
    reader.checks_page("95-abonnement")
    reader.presses("M’abonner")
    reader.sees("Regardez vos messages")
    reader.goes_to(path_in(last_mail(reader.email), "/abonnement/confirmer/"))
    reader.presses("Oui, je m’abonne")
    reader.sees("Vous recevez la lettre")
    reader.checks_page("96-abonnee")


def compose_and_send(cast: Cast) -> None:
    manager, second = cast.manager, cast.second_manager
    manager.goes_to("/lettres/")
    manager.follows("Préparer une lettre")
    manager.fills("Objet", "Une idée pour l’accueil")
    manager.fills("Introduction", "Ce mois-ci, une fiche.")
    manager.chooses(PROJECT)
    manager.checks_page("97-lettre-preparer")
    manager.presses("Enregistrer la lettre")
    manager.sees("rien n’est parti")
    second.signs_in()
    second.follows("Relire et approuver une lettre")
    second.checks_page("98-lettre-approuver")
    second.presses("Approuver cette lettre")
    second.sees("La lettre est approuvée")
    manager.page.reload()
    manager.presses("Envoyer aux personnes abonnées")
    manager.sees("1 mail écrit")


def stops(reader: Person) -> None:
    """The one click of RFC 8058 is a POST by the mail provider; the page is for people."""
    letter = last_mail(reader.email, "Une idée pour l’accueil")
    assert PROJECT in letter.body
    assert "One-Click" in header(letter, "List-Unsubscribe-Post")
    stop = path_in(letter, "/abonnement/arreter/")
    assert stop in header(letter, "List-Unsubscribe")
    answer = reader.page.request.post(stop, form={"List-Unsubscribe": "One-Click"})
    assert answer.ok
    reader.goes_to(stop)
    reader.sees("plus de lettre")
    reader.checks_page("99-desabonnee")


def tell_everyone(cast: Cast) -> None:
    subscribes(cast.reader)
    compose_and_send(cast)
    stops(cast.reader)
