"""The working page of a sheet: what to do next, and what each person may do there."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from essaim.applications.models import Application, Laureate
from essaim.calls.models import Call
from essaim.cases.forms import FIELDS, SECTIONS
from essaim.cases.models import Case
from essaim.cases.permissions import can_approve, can_edit, can_publish


@dataclass(frozen=True)
class PartList:
    key: str  # of the content, and related name of the model
    title: Promise
    add_title: Promise
    empty: Promise


PARTS = {
    "elements": PartList(
        "components",
        _("Les éléments qui voyagent"),
        _("Un élément : à garder, à adapter ou facultatif"),
        _("Séparez ce qu’il faut garder de ce que chacun peut changer."),
    ),
    "etapes": PartList(
        "steps",
        _("Les étapes"),
        _("Une étape"),
        _("Dans l’ordre où vous les referiez, avec leurs pièges."),
    ),
    "resultats": PartList(
        "results",
        _("Ce qui a changé"),
        _("Un résultat"),
        _("Un résultat attendu vaut mieux que rien : dites-le comme tel."),
    ),
}


@dataclass(frozen=True)
class Desk:
    """``sections``: (slug, title, fields, how many are unknown); ``lists``: (kind, PartList, parts)."""

    sections: Sequence[tuple[str, Promise, list[str], int]]
    lists: list[tuple[str, PartList, list]]
    may_edit: bool
    may_approve: bool
    may_publish: bool
    speaks_for_laureate: bool


def case_desk(case: Case, unknown: list[str], user) -> Desk:
    """What the working page of ``case`` shows to ``user``; ``unknown`` comes from unknown_fields."""
    sections = [
        (slug, title, FIELDS[slug], sum(name in unknown for name in FIELDS[slug]))
        for slug, title in SECTIONS.items()
    ]
    return Desk(
        sections=sections,
        lists=[(kind, part, list(getattr(case, part.key).all())) for kind, part in PARTS.items()],
        may_edit=can_edit(user, case),
        may_approve=can_approve(user, case),
        may_publish=can_publish(user, case),
        speaks_for_laureate=case.laureate.application is None,
    )


def laureates_without_case(user) -> QuerySet[Laureate]:
    """The laureates for whom this person may open a sheet, and that have none yet."""
    return (
        Laureate.objects.filter(case=None)
        .filter(
            Q(application__in=Application.objects.written_by(user))
            | Q(call__in=Call.objects.managed_by(user))
            | Q(journey__coaches__user=user)
        )
        .select_related("organisation", "call")
        .distinct()
    )
