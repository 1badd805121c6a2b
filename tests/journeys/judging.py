"""The team and the jury: admissible, read, graded, decided, announced."""

from datetime import timedelta

from django.utils import timezone

from essaim.jury.actions import publish_due
from essaim.jury.models import Announcement
from tests.journeys.cast import Cast
from tests.journeys.mailbox import last_mail, path_in
from tests.journeys.opening import CALL, MOMENT
from tests.journeys.person import Person, beginning
from tests.journeys.writing import PROJECT

RIVAL = "Un guichet au marché"


def examines(examiner: Person) -> None:
    examiner.signs_in()
    examiner.checks_page("40-mon-espace-instruction")
    examiner.follows(CALL)
    examiner.sees("2 candidatures")
    examiner.checks_page("41-instruction")
    for project in (PROJECT, RIVAL):
        examiner.follows(project)
        examiner.checks_page("42-dossier")
        examiner.follows("Recevabilité")
        examiner.presses("Tout est rempli")
        examiner.checks_page("42-recevabilite")
        examiner.chooses("Recevable")
        examiner.fills("Motif", "Structure éligible, réponses complètes, avis favorable.")
        examiner.presses("Noter la décision")
        examiner.sees("Décision notée")
        examiner.follows("Toutes les candidatures")


def gathers_a_jury(cast: Cast) -> None:
    manager = cast.manager
    manager.goes_to("/mon-espace/")
    manager.follows("Les jurys")
    manager.checks_page("43-jury")
    manager.follows("créer le jury")
    manager.fills("lectures par dossier", "2")
    due = timezone.localtime() + timedelta(days=10)
    manager.fills("Évaluations attendues", due.strftime(MOMENT))
    manager.presses("Créer le jury")
    seats = [
        (cast.chair, "Anne Kermarec", "Présidence"),
        (cast.juror, "Paul Garnier", "Membre"),
        (cast.linked_juror, "Rose Lambert", "Membre"),
    ]
    for person, name, office in seats:
        manager.fills("Prénom et nom", name)
        manager.fills("Adresse électronique", person.email)
        manager.chooses(office)
        manager.presses("Envoyer l’invitation")
        manager.sees(f"Invitation envoyée à {name}")
    manager.checks_page("44-jures")


def declares_interests(juror: Person, *, photo: str) -> None:
    juror.goes_to(path_in(last_mail(juror.email, "siéger au jury")))
    juror.gives_code()
    juror.follows("Déclarer mes liens")
    juror.checks_page(photo)


def signs(juror: Person) -> None:
    juror.chooses("Je signe cette déclaration")
    juror.presses("Signer ma déclaration")
    juror.sees("Déclaration signée")


def declare_their_interests(cast: Cast) -> None:
    for juror in (cast.chair, cast.juror):
        declares_interests(juror, photo="45-interets")
        signs(juror)
    linked = cast.linked_juror
    declares_interests(linked, photo="46-interets-lien")
    assert linked.field("Val-d’Orme").input_value() == "employed_by"  # known from her account
    signs(linked)


def deals_the_readings(manager: Person) -> None:
    manager.follows("Lectures")
    manager.presses("Répartir")
    manager.sees("Chaque juré sans lien lit chaque dossier")
    manager.sees("déport")
    manager.checks_page("47-lectures")


def grades(juror: Person, project: str) -> None:
    juror.goes_to("/jury/")
    juror.follows(project)
    juror.checks_page("48-lecture")
    form = juror.page.locator("#grille form")
    for criterion in form.locator("fieldset").all():
        criterion.get_by_label(beginning("3")).check()
    for reason in form.get_by_label("Motif de cette note").all():
        reason.fill("D’après ce que dit le dossier.")
    juror.fills("Commentaire sur l’ensemble", "Clair et concret.")
    juror.presses("Relire et rendre")
    juror.sees("Relisez avant de rendre")
    juror.presses("Rendre mon évaluation")
    juror.sees("Évaluation rendue")
    juror.checks_page("49-mes-lectures")


def read_and_grade(cast: Cast) -> None:
    for juror in (cast.chair, cast.juror):
        grades(juror, PROJECT)
        grades(juror, RIVAL)
    cast.linked_juror.goes_to("/jury/")
    cast.linked_juror.does_not_see(RIVAL)
    grades(cast.linked_juror, PROJECT)


def convenes(manager: Person) -> None:
    manager.presses("Clore les évaluations maintenant")
    manager.sees("Évaluations closes")
    manager.checks_page("50-tableau")
    manager.follows("Le jury")
    manager.follows("Prévoir une séance")
    manager.fills("Date et heure", timezone.localtime().strftime(MOMENT))
    manager.fills("Lieu ou lien de visioconférence", "Salle des fêtes")
    manager.presses("Prévoir la séance")
    manager.presses("Envoyer les convocations")
    manager.sees("Convocations envoyées")
    manager.follows("Noter les présences")
    for name in ("Anne Kermarec", "Paul Garnier", "Rose Lambert"):
        manager.selects(name, "présent")
    manager.checks_page("51-presences")
    manager.presses("Enregistrer les présences")
    manager.sees("Présences notées")


def decides(chair: Person, project: str, outcome: str) -> None:
    chair.follows(project)
    chair.checks_page("53-decision")
    chair.fills("Résumé du débat", "Le jury a comparé les besoins décrits.")
    chair.chooses(outcome)
    chair.fills("Motifs communiqués au candidat", "Le besoin est mesuré par l’équipe.")
    chair.presses("Enregistrer la décision")
    chair.sees("Ordre de passage")


def presides(chair: Person) -> None:
    chair.goes_to(path_in(last_mail(chair.email, "Convocation du jury"), "/jury/seance/"))
    chair.presses("Ouvrir la séance")
    chair.sees("Séance ouverte")
    chair.sees("Rose Lambert")
    chair.checks_page("52-seance")
    decides(chair, PROJECT, "lauréate")
    decides(chair, RIVAL, "non retenue")
    chair.presses("Clore la séance et établir le procès-verbal")
    chair.sees("Séance close")
    chair.checks_page("54-pv")
    pdf = chair.page.request.get(chair.link("Version PDF").get_attribute("href"))
    assert pdf.body().startswith(b"%PDF")
    chair.presses("Signer le procès-verbal")
    chair.sees("Procès-verbal signé")


def prepares_the_letters(manager: Person) -> None:
    manager.page.reload()
    manager.follows("Courriers")
    manager.presses("Préparer les courriers manquants")
    manager.sees("2 courriers prêts")
    manager.checks_page("55-courriers")


def approves_the_letters(chair: Person) -> None:
    chair.follows("La séance")
    chair.follows("Courriers")
    chair.opens("Lire le courrier")
    chair.presses("J’ai tout lu")
    chair.sees("2 courriers approuvés")


def announces(manager: Person) -> None:
    manager.follows("Aller à la publication des résultats")
    manager.checks_page("56-resultats")
    manager.presses("Publier les résultats dans dix minutes")
    manager.sees("Publication dans dix minutes")
    Announcement.objects.update(due_at=timezone.now())
    assert publish_due() == 1
    manager.page.reload()
    manager.sees("Publiés le")
