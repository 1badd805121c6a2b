"""The clocks on which a call may announce its deadline, each with its name in words."""

from django.utils.translation import gettext_lazy as _

# The overseas départements; Guadeloupe and Martinique share their hour, la Réunion has its own.
TIME_ZONES = [
    ("Europe/Paris", _("heure de Paris")),
    ("America/Martinique", _("heure de Guadeloupe et de Martinique")),
    ("America/Cayenne", _("heure de Guyane")),
    ("Indian/Reunion", _("heure de La Réunion")),
    ("Indian/Mayotte", _("heure de Mayotte")),
]
