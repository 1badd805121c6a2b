"""Which texts a question accepts. A value is always text: see Question.Kind for what it says."""

from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from essaim.applications.exceptions import BadAnswer, TooLong
from essaim.calls.models import Question
from essaim.territories.models import Organisation

OLDEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)
MOST_PEOPLE = 50


def check_value(question, value: str) -> None:
    """Raise BadAnswer, with what to do, if the question does not accept this text.

    A date is ISO (« 2027-03-01 »), an organisation its public code, people one line each. What
    answers a question of kind « fichier » is a document, never a text. Empty is always accepted.
    """
    if len(value) > question.max_length:
        raise TooLong(len(value) - question.max_length)
    if not value.strip():
        return
    if question.kind == Question.Kind.CHOICE and value not in question.choices:
        raise BadAnswer(_("Choisissez une des réponses proposées."))
    if check := _CHECKS.get(question.kind):
        check(value)


def checked_text(value: str) -> str:
    """A text that both databases and the receipt can hold. Raises BadAnswer for another."""
    if "\x00" in value or any("\ud800" <= c <= "\udfff" for c in value):
        raise BadAnswer(
            _("Ce texte contient un caractère que nous ne pouvons pas garder. Retapez-le.")
        )
    return value


def _check_number(value: str) -> None:
    try:
        number = Decimal("".join(value.split()).replace(",", "."))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) >= 10**12:
        raise BadAnswer(_("Écrivez un nombre, par exemple 12 ou 3,5."))


def _check_date(value: str) -> None:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        day = None
    if day is None or day.isoformat() != value:
        raise BadAnswer(_("Écrivez une date complète, par exemple 01/03/2027."))
    if not OLDEST <= day <= LATEST:
        raise BadAnswer(_("Vérifiez l’année : elle va de 1900 à 2100."))


def _check_organisation(value: str) -> None:
    found = Organisation.objects.with_code(value).first()
    if found is None or found.code != value:
        raise BadAnswer(_("Choisissez une structure dans la liste, après avoir tapé son nom."))


def _check_people(value: str) -> None:
    if sum(bool(line.strip()) for line in value.splitlines()) > MOST_PEOPLE:
        raise BadAnswer(_("Cinquante personnes au plus, une par ligne."))


def _refuse_text(value: str) -> None:
    raise BadAnswer(_("Cette question attend un fichier : joignez-le."))


_CHECKS = {
    Question.Kind.NUMBER: _check_number,
    Question.Kind.DATE: _check_date,
    Question.Kind.ORGANISATION: _check_organisation,
    Question.Kind.PEOPLE: _check_people,
    Question.Kind.FILE: _refuse_text,
}
