"""Dates known only to the month or the year: « 2021-09 » is a fact, « 1er septembre 2021 » would be an invention."""

from datetime import date

from django.core.validators import RegexValidator
from django.utils import dates, formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

validate_fuzzy_date = RegexValidator(
    r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$",
    gettext_lazy(
        "Écrivez l’année, ou l’année et le mois, ou le jour : 2021, 2021-09 ou 2021-09-24."
    ),
)


def format_fuzzy_date(value: str) -> str:
    """« 2021 » → « 2021 », « 2021-09 » → « septembre 2021 », « 2021-09-24 » → « 24 septembre 2021 ».

    An empty value gives « date non connue ».
    """
    if not value:
        return _("date non connue")
    parts = value.split("-")
    if len(parts) == 1:
        return value
    if len(parts) == 2:
        return f"{dates.MONTHS[int(parts[1])]} {parts[0]}"
    return formats.date_format(date.fromisoformat(value), "DATE_FORMAT")
