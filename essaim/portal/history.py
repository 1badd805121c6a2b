"""Loads what is publicly known of the Fonds MNT: its calls, its laureates, their sheets, one chain.

Facts only, from data/fonds_mnt.json; what is not known there stays unknown here. Run again, it adds
what is missing and touches nothing that a person has changed since.
"""

import json
from datetime import datetime, time, timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.accounts.models import User
from essaim.applications.models import Laureate
from essaim.calls.actions import (
    set_default_admissibility,
    set_default_eligibility,
    set_default_grid,
    set_default_questions,
)
from essaim.calls.models import Call, Partner, Programme, Rules, TeamMember, Theme
from essaim.cases import actions as case_actions
from essaim.portal.demonstration.texts import DEMONSTRATION, DEMONSTRATION_RULES
from essaim.replications.actions import record_from_sources
from essaim.territories.models import Family, Organisation

DATA = Path(__file__).parent / "data" / "fonds_mnt.json"
PARTS = ("components", "steps", "results")


@transaction.atomic
def load() -> dict[str, int]:
    """Bring the database up to the file; returns how many objects of each kind exist afterwards.

    Raises Organisation.DoesNotExist when the directory has not been imported first.
    """
    facts = json.loads(DATA.read_text(encoding="utf-8"))
    keeper = _keeper()
    programme = _programme(facts)
    # Sheets are written and published by the programme's team: the keeper is of it while it works.
    seat, _new = TeamMember.objects.get_or_create(
        programme=programme, user=keeper, defaults={"role": TeamMember.Role.MANAGER}
    )
    themes = {slug: _theme(slug, name) for slug, name in facts["themes"].items()}
    calls = {call["id"]: _call(programme, call, facts["sources"]) for call in facts["calls"]}
    for position, laureate in enumerate(facts["laureates"], start=1):
        _laureate(laureate, position, calls, themes, facts["sources"], keeper)
    for replication in facts["replications"]:
        _replication(replication, facts["sources"], keeper)
    seat.delete()
    _demonstration_call(programme)
    return {
        "calls": programme.calls.count(),
        "laureates": Laureate.objects.filter(call__programme=programme).count(),
    }


def _keeper() -> User:
    """The account in whose name public facts are entered; nobody can sign in with it."""
    user, _new = User.objects.get_or_create(
        email="donnees-publiques@essaim.invalid",
        defaults={"name": _("Reprise des données publiques"), "is_active": False},
    )
    return user


def _titles(keys: list[str], sources: dict[str, str]) -> str:
    return "\n".join(sources[key] for key in keys)


def _programme(facts: dict) -> Programme:
    known = dict(facts["programme"])
    partners, keys = known.pop("partners"), known.pop("sources")
    programme, _new = Programme.objects.get_or_create(
        slug=known.pop("slug"), defaults={**known, "sources": _titles(keys, facts["sources"])}
    )
    for partner in partners:
        Partner.objects.get_or_create(
            programme=programme, name=partner["name"], defaults={"full_name": partner["full_name"]}
        )
    return programme


def _theme(slug: str, name: str) -> Theme:
    theme, _new = Theme.objects.get_or_create(slug=slug, defaults={"name": name})
    return theme


def _call(programme: Programme, known: dict, sources: dict[str, str]) -> Call:
    known = dict(known)
    key, keys, edition = known.pop("id"), known.pop("sources"), known.pop("edition", "")
    title = f"Édition {edition}" if edition else f"Appel à candidatures n° {known['number']}"
    call, _new = Call.objects.get_or_create(
        slug=f"{programme.slug}-{key}",
        defaults={
            **known,
            "programme": programme,
            "title": f"{programme.name} – {title}",
            "status": Call.Status.ARCHIVED,
            "sources": _titles(keys, sources),
        },
    )
    return call


def _organisation(known: dict) -> Organisation:
    """By its official code; a body that the directory does not hold is entered by name, without SIREN."""
    if "insee" in known:
        return Organisation.objects.get(family=Family.COMMUNE, insee_code=known["insee"])
    if "siren" in known:
        return Organisation.objects.get(siren=known["siren"])
    if "departement" in known:
        return Organisation.objects.get(family=Family.DEPARTEMENT, insee_code=known["departement"])
    new = known["new"]
    home = Organisation.objects.get(family=Family.DEPARTEMENT, insee_code=new["departement"])
    where = {"family": new["family"], "departement_code": home.insee_code}
    organisation, _new = Organisation.objects.get_or_create(
        **where,
        defaults={
            "name": new.get("name", ""),
            "departement": home,
            "region": home.region,
            "region_code": home.region_code,
            "is_declared": True,
            "source": _("Sources publiques du Fonds MNT"),
        },
    )
    return organisation


def _laureate(known, position, calls, themes, sources, keeper) -> None:
    organisation = _organisation(known["organisation"])
    laureate, _new = Laureate.objects.get_or_create(
        call=calls[known["call"]],
        organisation=organisation,
        defaults={
            "subject": known["subject"],
            "announced": known["announced"],
            "position": position,
            "is_call_deduced": known.get("is_call_deduced", False),
            "sources": _titles(known["sources"], sources),
        },
    )
    if hasattr(laureate, "case"):
        return
    sheet = dict(known["case"])
    parts = {name: sheet.pop(name, []) for name in PARTS}
    for result in parts["results"]:
        result["source"] = sources[result["source"]]
    case = case_actions.open_case(laureate, keeper)
    case.themes.set(themes[slug] for slug in known["themes"])
    case_actions.edit(case, keeper, sources=laureate.sources, **sheet)
    case_actions.set_parts(case, **parts, by=keeper)
    case_actions.ask_review(case, keeper)
    case_actions.approve(
        case, keeper, note=_("Faits repris de sources publiques, sans relecture du lauréat.")
    )
    case_actions.publish(case, keeper)


def _replication(known: dict, sources: dict[str, str], keeper: User) -> None:
    origin = _organisation(known["case_of"])
    version = origin.cases.get().versions.first()
    record_from_sources(
        version,
        known["adopter_label"],
        known["relation"],
        keeper,
        sources="\n".join([known["note"], _titles(known["sources"], sources)]),
        status=known["status"],
        since=known["since"],
    )


def _demonstration_call(programme: Programme) -> Call:
    """One call that is always open, so that the journey can be walked; said to be a demonstration."""
    closes_at = timezone.make_aware(
        datetime.combine(timezone.localdate() + timedelta(days=40), time(23, 59))
    )
    call, is_new = Call.objects.get_or_create(
        slug="demonstration",
        defaults={
            "programme": programme,
            "title": _("Appel de démonstration"),
            "status": Call.Status.PUBLISHED,
            "is_demonstration": True,
            "opens_at": timezone.now() - timedelta(days=10),
            "closes_at": closes_at,
            **DEMONSTRATION,
        },
    )
    if is_new:
        Rules.objects.create(call=call, text=DEMONSTRATION_RULES)
        set_default_questions(call)
        set_default_grid(call)
    elif call.closes_at < timezone.now() + timedelta(days=7):
        Call.objects.filter(pk=call.pk).update(closes_at=closes_at)
    if not call.eligibility_questions.exists():
        set_default_eligibility(call)
    if not call.admissibility_criteria.exists():
        set_default_admissibility(call)
    return call
