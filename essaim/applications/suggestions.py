"""What a deposited file says of itself, beside the checklist. A suggestion is never a finding: it is
shown, and written only when an examiner keeps it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from essaim.applications.models import Application, CriterionCheck
from essaim.applications.readiness import Readiness
from essaim.base.text import fold
from essaim.calls.models import AdmissibilityCriterion

Finding = CriterionCheck.Finding


@dataclass(frozen=True)
class Fact:
    """Something the file shows, in a sentence, and what it makes of a line of the checklist.

    ``words``: a line that holds one of them (folded) is about this fact.
    """

    words: tuple[str, ...]
    sentence: str
    finding: str


def facts(application: Application) -> list[Fact]:
    """In time, the opinion, the questions, the organisation. Reads the application once."""
    readiness = Readiness(application)
    return [
        _deposit(application),
        _opinion(readiness),
        _questions(readiness),
        _organisation(application),
    ]


def suggestion_for(criterion: AdmissibilityCriterion, known: Iterable[Fact]) -> Fact | None:
    """The one fact that this line is about; none when it may be about several, or denies."""
    text = f" {fold(criterion.text)} "
    if " ne " in text or " n " in text or " sans " in text:
        return None
    found = [fact for fact in known if any(word in text for word in fact.words)]
    return found[0] if len(found) == 1 else None


def _deposit(application) -> Fact:
    moment = localtime(application.submitted_at)
    told = {"moment": date_format(moment, "j F Y à H:i"), "number": _number(application)}
    sentence = _("Déposée le {moment}, dans les délais, accusé {number}.").format(**told)
    finding = Finding.MET
    if not told["number"]:
        sentence, finding = _("Aucun accusé de réception n’a été remis ici."), Finding.UNCLEAR
    return Fact(("delai", "date limite", "heure limite", "cloture", "a temps"), sentence, finding)


def _number(application) -> str:
    receipt = getattr(application, "receipt", None)
    return receipt.number if receipt else ""


def _opinion(readiness) -> Fact:
    words = ("avis de la direction", "soutien de la direction", "avis favorable", "direction")
    opinion = readiness.endorsement
    if opinion is None:
        return Fact(words, _("Aucun avis de la direction."), Finding.UNMET)
    sentence = _("Avis de la direction : {opinion}.").format(opinion=opinion.get_status_display())
    return Fact(words, sentence, Finding.MET if opinion.opens_deposit else Finding.UNMET)


def _questions(readiness) -> Fact:
    words = ("question", "reponse", "rubrique", "complet")
    blank = [
        f"« {entry.question.label} »"
        for entry in readiness.entries
        if entry.question.is_required and not entry.is_answered
    ]
    if not blank:
        return Fact(words, _("Toutes les questions obligatoires ont une réponse."), Finding.MET)
    sentence = _("Sans réponse : {questions}.").format(questions=", ".join(blank))
    return Fact(words, sentence, Finding.UNMET)


def _organisation(application) -> Fact:
    words = ("collectivite", "etablissement public", "structure", "employeur")
    organisation = application.organisation
    told = {"organisation": organisation, "family": organisation.get_family_display()}
    if organisation.is_declared:
        sentence = _("{organisation} a été ajoutée à la main : à vérifier dans l’annuaire.")
        return Fact(words, sentence.format(**told), Finding.UNCLEAR)
    sentence = _("{organisation} est dans l’annuaire ({family}).").format(**told)
    return Fact(words, sentence, Finding.MET)
