"""How the values of a frozen content are said in words."""

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from essaim.cases.models import Case, Component
from essaim.territories.models import POPULATION_BANDS

register = template.Library()

LICENCE_ADDRESSES = {
    Case.Licence.ETALAB: "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
    Case.Licence.CC_BY: "https://creativecommons.org/licenses/by/4.0/deed.fr",
}
STAGE_COLOURS = {"in_service": "green", "evaluated": "green", "tested": "honey", "stopped": "grey"}
ROLE_COLOURS = {"core": "honey", "adaptable": "", "optional": "grey"}

LISTS = {
    "components": gettext_lazy("les éléments qui voyagent"),
    "steps": gettext_lazy("les étapes"),
    "results": gettext_lazy("ce qui a changé, avec ses chiffres"),
}


@register.filter
def spaced(number: int) -> str:
    """1234567 → « 1 234 567 », with narrow no-break spaces."""
    return f"{number:,}".replace(",", "\u202f")


@register.filter
def inhabitants(population: int | None) -> str:
    """1027 → « 1 027 habitants »; nothing when the population is not known."""
    if population is None:
        return ""
    return ngettext("{n} habitant", "{n} habitants", population).format(n=spaced(population))


@register.filter
def population_band(population: int | None) -> str:
    if population is None:
        return _("population non connue")
    return str(next(label for low, label in POPULATION_BANDS if population >= low))


@register.filter
def stage_label(stage: str) -> str:
    return str(Case.Stage(stage).label)


@register.filter
def stage_colour(stage: str) -> str:
    return STAGE_COLOURS.get(stage, "")


@register.filter
def evidence_label(level: int) -> str:
    return str(Case.Evidence(level).label)


@register.filter
def role_label(role: str) -> str:
    return str(Component.Role(role).label) if role else _("rôle non précisé")


@register.filter
def role_colour(role: str) -> str:
    return ROLE_COLOURS.get(role, "grey")


@register.filter
def licence_label(licence: str) -> str:
    return str(Case.Licence(licence).label)


@register.filter
def licence_address(licence: str) -> str:
    return LICENCE_ADDRESSES[licence]


@register.filter
def field_label(name: str) -> str:
    """The French name of a key of the content: « la situation avant » for ``problem``."""
    label = LISTS.get(name) or Case._meta.get_field(name).verbose_name
    return str(label)


@register.simple_tag
def sheet_citation(content: dict, version) -> str:
    """« Renac (35), « Titre », fiche Essaim n° x, version 2, 4 mai 2026. »"""
    return _("{origin}, « {title} », fiche Essaim, version {number}, {day}.").format(
        origin=content["origin"]["label"],
        title=content["title"],
        number=version.number,
        day=f"{version.published_at:%d/%m/%Y}",
    )
