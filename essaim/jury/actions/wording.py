"""The words of the letters: those that Essaim proposes, or those that a jury has written."""

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from essaim.accounts.actions import log
from essaim.jury.exceptions import LetterTextRefused, NotAllowed
from essaim.jury.facts import decision_facts
from essaim.jury.models import Deliberation, LetterText, Panel
from essaim.jury.permissions import manages
from essaim.jury.placeholders import PLACEHOLDERS, fill, unknown_placeholders
from essaim.jury.sitting import presiding_juror


@transaction.atomic
def set_letter_text(panel: Panel, kind: str, subject: str, body: str, by) -> LetterText:
    """Write this jury's own words for one kind of letter; the letters already prepared stay.

    Raises NotAllowed, LetterTextRefused (an unknown placeholder, no reasons, a word that hurts).
    """
    if not manages(by, panel):
        raise NotAllowed()
    _refuse_bad_text(f"{subject} {body}", body)
    said = {"subject": " ".join(subject.split())[:200], "body": body.strip()}
    text, _is_new = LetterText.objects.update_or_create(
        panel=panel, kind=kind, defaults={**said, "changed_by": by, "changed_at": timezone.now()}
    )
    log(text, "set_letter_text", by=by, note=kind)
    return text


def _refuse_bad_text(whole: str, body: str) -> None:
    unknown = unknown_placeholders(whole)
    if unknown:
        raise LetterTextRefused(
            _("Ce repère n’existe pas : {unknown}. Choisissez parmi : {known}.").format(
                unknown=", ".join(f"{{{name}}}" for name in unknown),
                known=", ".join(f"{{{name}}}" for name in PLACEHOLDERS),
            )
        )
    if "{motifs}" not in body:
        raise LetterTextRefused(
            _("Gardez le repère {motifs} : chaque candidat reçoit les motifs du jury.")
        )
    if "rejet" in whole.lower():
        raise LetterTextRefused(_("Écrivez « non retenue » : on ne rejette personne ici."))


def words_of(item: Deliberation, kind: str) -> tuple[str, str]:
    """(subject, body) of the letter of ``kind`` for one file, in the jury's words if it has any."""
    own = LetterText.objects.filter(panel=item.session.panel, kind=kind).first()
    if own:
        values = _values(item)
        return " ".join(fill(own.subject, values).split()), fill(own.body, values)
    panel, programme = item.session.panel, item.application.call.programme
    context = {
        "application": item.application,
        "reasons": reasons_of(item),
        "advice": item.advice,
        "rank": item.reserve_rank,
        "until": panel.reserve_until_on,
        "months": programme.support_months,
        "chair": presiding_juror(item.session),
        "site_url": settings.SITE_URL,
    }
    text = render_to_string(f"jury/letters/{kind}.txt", context).strip()
    subject, _newline, body = text.partition("\n")
    return subject.strip(), body.strip()


def reasons_of(item: Deliberation) -> str:
    """The reasons of the minutes: the whole, then criterion by criterion."""
    said = decision_facts(item)["criterion_reasons"]
    lines = [f"– {line['criterion']} : {line['text']}" for line in said]
    return "\n\n".join([item.reasons, *(["\n".join(lines)] if lines else [])])


def _values(item: Deliberation) -> dict[str, str]:
    application, until = item.application, item.session.panel.reserve_until_on
    return {
        "porteur": str(application.owner),
        "projet": str(application),
        "structure": str(application.organisation),
        "appel": str(application.call),
        "programme": str(application.call.programme),
        "motifs": reasons_of(item),
        "conseils": item.advice,
        "rang": str(item.reserve_rank or ""),
        "valable": date_format(until) if until else _("l’ouverture du prochain appel"),
        "présidence": str(presiding_juror(item.session) or ""),
    }
