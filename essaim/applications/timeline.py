"""What happened to an application, as its authors may know it: never a decision not yet told."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from essaim.applications.models import AdmissibilityCheck, Application, Letter, Receipt


@dataclass(frozen=True)
class Event:
    at: datetime
    text: str


def timeline(application: Application) -> list[Event]:
    """Oldest first."""
    found = [Event(application.created_at, _("Brouillon commencé"))]
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
    for letter in application.letters.filter(status=Letter.Status.SENT):
        text = _("Courrier reçu : {kind}").format(kind=letter.get_kind_display())
        found.append(Event(letter.sent_at, text))
    if application.call.results_at and application.status in Application.DECIDED:
        found.append(Event(application.call.results_at, _("Résultats de l’appel publiés")))
    return sorted(found, key=lambda event: event.at)
