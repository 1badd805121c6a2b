"""The words that a letter may leave open, from a closed list. Pure text: no template engine.

« {projet} » stands for the title of the project. Anything else between braces is refused when the
text is saved; what is put in is never read again, so that braces in it stay braces.
"""

import re

from django.utils.translation import gettext_lazy as _

PLACEHOLDERS = {
    "porteur": _("la personne qui a déposé"),
    "projet": _("le titre du projet"),
    "structure": _("la structure candidate"),
    "appel": _("le nom de l’appel"),
    "programme": _("le nom du programme"),
    "motifs": _("les motifs du jury, en général puis par critère"),
    "conseils": _("les points à travailler"),
    "rang": _("le rang sur la liste complémentaire"),
    "valable": _("la fin de validité de la liste complémentaire"),
    "présidence": _("qui présidait la séance"),
}
BRACES = re.compile(r"\{([^{}]*)\}")


def unknown_placeholders(text: str) -> list[str]:
    """What stands between braces and is not in the list, in order."""
    return [name for name in BRACES.findall(text) if name not in PLACEHOLDERS]


def fill(text: str, values: dict[str, str]) -> str:
    """``text`` with each known placeholder replaced, in one pass; unknown ones stay as written."""
    return BRACES.sub(lambda found: values.get(found[1], found[0]), text)
