"""What a field of another tool may answer here, and a first guess from its words."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz

from essaim.applications.mapping import ds
from essaim.applications.mapping.records import Field
from essaim.applications.models import Application
from essaim.base.text import fold

QUESTION = "question:"
LEFT = ""
SURE = 80  # of 100: below, a guess would more often be wrong than right


class Target(models.TextChoices):
    """The columns of an application; a question is « question:<code> »."""

    TITLE = "titre", _("Titre du projet")
    THEMES = "themes", _("Thèmes")
    ORGANISATION = "structure", _("Structure (SIRET, SIREN, code INSEE ou nom)")
    DEPARTEMENT = "departement", _("Département de la structure")
    EMAIL = "courriel", _("Adresse électronique du porteur")
    NAME = "nom", _("Nom du porteur")
    DEPOSITED = "date", _("Date de dépôt")
    NUMBER = "numero", _("Numéro d’origine")
    OPINION = "avis", _("Avis de la direction")
    FILES = "fichiers", _("Fichiers à joindre")


NEEDED = (Target.TITLE, Target.ORGANISATION, Target.EMAIL, Target.DEPOSITED)
# A dossier has its number already; a line of a table must say its own.
NEEDED_OF_TABLE = (*NEEDED, Target.NUMBER)

OF_A_DOSSIER = {
    ds.DEPOSITED: Target.DEPOSITED,
    ds.EMAIL: Target.EMAIL,
    ds.BODY: Target.ORGANISATION,
    ds.PERSON: Target.NAME,
}
USUAL_WORDS = {
    Target.TITLE: ("titre du projet", "titre", "nom du projet", "intitule du projet", "projet"),
    Target.THEMES: ("themes", "theme", "thematique", "thematiques"),
    Target.ORGANISATION: (
        *("siret", "siren", "siret de la structure", "code insee", "structure", "collectivite"),
        *("organisme", "nom de la collectivite", "commune", "etablissement"),
    ),
    Target.DEPARTEMENT: ("departement", "departement de la structure", "code departement"),
    Target.EMAIL: (
        *("email", "mail", "courriel", "adresse electronique", "adresse mail", "email du porteur"),
        *("adresse electronique du porteur", "e mail"),
    ),
    Target.NAME: ("nom du porteur", "porteur", "nom et prenom", "prenom et nom", "contact"),
    Target.DEPOSITED: ("date de depot", "depose le", "deposee le", "date", "recu le", "horodateur"),
    Target.NUMBER: (
        *("numero", "numero de dossier", "numero d origine", "n dossier", "identifiant", "id", "n"),
    ),
    Target.OPINION: ("avis de la direction", "avis dgs", "avis du dgs", "accord de la direction"),
    Target.FILES: ("fichiers a joindre", "pieces jointes", "pieces justificatives", "fichiers"),
}


def choices_for(questions) -> list:
    """What the page offers for each field, in two groups."""
    ours = [(target.value, target.label) for target in Target]
    asked = [(f"{QUESTION}{question.code}", question.label) for question in questions]
    left = (LEFT, _("Ne pas reprendre"))
    return [left, (_("La candidature"), ours), (_("Les questions de l’appel"), asked)]


def question_of(target: str) -> str:
    """The code of the question that a target names, "" for the others."""
    return target.removeprefix(QUESTION) if target.startswith(QUESTION) else ""


def guess(fields: list[Field], questions) -> dict[str, str]:
    """{key: target} of the fields whose words leave little doubt; each target is given once.

    The closest words are served first, so that « Titre du projet » wins over « Projet ».
    """
    found: dict[str, str] = {
        field.key: OF_A_DOSSIER[field.key] for field in fields if field.key in OF_A_DOSSIER
    }
    known = {target.value: words for target, words in USUAL_WORDS.items()}
    known |= {f"{QUESTION}{question.code}": (question.label,) for question in questions}
    pairs = [
        (_likeness(field.label, words), rank, field.key, target)
        for rank, field in enumerate(fields)
        for target, words in known.items()
    ]
    for likeness, _rank, key, target in sorted(pairs, key=lambda pair: (-pair[0], pair[1])):
        if likeness >= SURE and key not in found and target not in found.values():
            found[key] = target
    return {key: str(target) for key, target in found.items()}


def _likeness(label: str, words: tuple[str, ...]) -> float:
    """How close a label is to the closest of these words, out of 100."""
    return max(fuzz.ratio(fold(label), fold(word)) for word in words)


def missing_targets(fields: dict[str, str], source: str) -> list[Target]:
    """The targets without which no line can be taken in."""
    needed = NEEDED_OF_TABLE if source == Application.Source.TABLE else NEEDED
    return [target for target in needed if target not in fields.values()]
