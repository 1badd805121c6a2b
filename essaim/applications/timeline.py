"""What happened to an application, as its authors may know it: never a decision not yet told."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from essaim.applications.models import (
    AdmissibilityCheck,
    Application,
    ApplicationVersion,
    InfoRequest,
    Letter,
    Receipt,
)


@dataclass(frozen=True)
class Event:
    at: datetime
    text: str


def timeline(application: Application) -> list[Event]:
    """Oldest first."""
    found = [_beginning(application)]
    for opinion in application.endorsements.exclude(answered_at=None):
        text = _("Avis de la direction : {opinion}")
        found.append(Event(opinion.answered_at, text.format(opinion=opinion.get_status_display())))
    receipt = Receipt.objects.filter(application=application).first()
    if receipt:
        text = _("Candidature déposée, accusé {number}").format(number=receipt.number)
        found.append(Event(receipt.issued_at, text))
    admissible = AdmissibilityCheck.Verdict.ADMISSIBLE
    for check in application.admissibility_checks.filter(verdict=admissible):
        found.append(Event(check.checked_at, _("Candidature recevable, transmise au jury")))
    found += _completions(application)
    for letter in application.letters.filter(status=Letter.Status.SENT):
        text = _("Courrier reçu : {kind}").format(kind=letter.get_kind_display())
        found.append(Event(letter.sent_at, text))
    if application.results_at and application.status in Application.DECIDED:
        text = _("Résultats de la {wave} publiés").format(wave=application.wave)
        if not application.wave:
            text = _("Résultats de l’appel publiés")
        found.append(Event(application.results_at, text))
    return sorted(found, key=lambda event: event.at)


def _beginning(application: Application) -> Event:
    """The first word written here; of what another tool received, the day it was taken in."""
    version = application.versions.filter(reason=ApplicationVersion.Reason.IMPORT).last()
    if version is None:
        return Event(application.created_at, _("Brouillon commencé"))
    text = _("Candidature reprise de {origin}").format(origin=application.origin)
    return Event(version.frozen_at, text)


def _completions(application: Application) -> list[Event]:
    """What was asked, and what became of it."""
    found: list[Event] = []
    for request in application.info_requests.select_related("answered_by", "asked_by"):
        asked = _("Compléments demandés par {who}").format(who=request.asked_by)
        found.append(Event(request.asked_at, asked))
        if request.answered_at:
            sent = _("Compléments envoyés par {who}").format(who=request.answered_by)
            found.append(Event(request.answered_at, sent))
        elif request.status == InfoRequest.Status.EXPIRED:
            found.append(Event(request.due_at, _("Délai des compléments passé, sans envoi")))
        elif request.closed_at:
            found.append(Event(request.closed_at, _("Demande de compléments close sans envoi")))
    return found
