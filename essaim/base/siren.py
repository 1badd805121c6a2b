from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def passes_luhn(digits: str) -> bool:
    """Whether a string of digits passes the Luhn check (ISO/IEC 7812-1, annex B)."""
    total = 0
    for position, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (1 + position % 2)
        total += doubled - 9 * (doubled > 9)
    return total % 10 == 0


def validate_siren(value: str) -> None:
    """Raises ValidationError unless the value is nine digits that pass the Luhn check."""
    if not (len(value) == 9 and value.isascii() and value.isdigit()):
        raise ValidationError(_("Le numéro SIREN compte 9 chiffres, par exemple 213 502 370."))
    if not passes_luhn(value):
        raise ValidationError(
            _(
                "Ce numéro SIREN n’existe pas : vérifiez chaque chiffre, il y a sans doute une faute de frappe."
            )
        )
