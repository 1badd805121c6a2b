"""The frozen content of a sheet: what a CaseVersion keeps, the pages render and the API gives.

The keys are described in docs/cases.md and stay: a key may be added, none is renamed or removed.
Every key is always there; an unknown text is "", an unknown number is None, an unknown list is [].
"""

from essaim.cases.models import Case
from essaim.territories.models import Organisation

FORMAT = 1

TEXTS = (
    *("title", "one_line", "summary", "stage", "started", "in_service_since"),
    *("problem", "solution", "beneficiaries", "participation", "people_needed", "legal_frame"),
    *("context", "difficulties", "success_conditions", "lessons", "small_variant", "caution"),
)
NUMBERS = ("setup_days", "cost_setup_eur", "cost_yearly_eur", "duration_months")
PARTS = {
    "components": ("name", "description", "role"),
    "steps": ("action", "when", "pitfall"),
    "results": ("indicator", "before", "after", "measured", "source"),
}


def freeze(case: Case) -> dict:
    """Everything the public reads of a sheet, as plain JSON values; nothing private is in it."""
    return {
        "format": FORMAT,
        "id": case.public_id,
        **{name: getattr(case, name).strip() for name in TEXTS},
        **{name: getattr(case, name) for name in NUMBERS},
        **{name: _rows(getattr(case, name), fields) for name, fields in PARTS.items()},
        "sources": [line.strip() for line in case.sources.splitlines() if line.strip()],
        "evidence_level": int(case.evidence_level),
        "licence": str(case.licence),
        "themes": {theme.slug: theme.name for theme in case.themes.all()},
        "origin": _origin(case.origin),
        "programme": _programme(case),
        "has_contact": bool(case.contact_email),
    }


def _rows(parts, fields: tuple[str, ...]) -> list[dict]:
    return [{field: getattr(part, field) for field in fields} for part in parts.all()]


def _origin(origin: Organisation) -> dict:
    """The body as it was on the day of the publication."""
    return {
        "code": origin.code,
        "siren": origin.siren or "",
        "label": origin.label,
        "name": origin.name,
        "family": origin.family,
        "population": origin.population,
        "departement_code": origin.departement_code,
        "departement": origin.departement.place if origin.departement else "",
        "region_code": origin.region_code,
        "region": origin.region.place if origin.region else "",
    }


def _programme(case: Case) -> dict:
    call = case.laureate.call
    return {
        "name": call.programme.name,
        "call": call.title,
        "call_slug": call.slug,
        "announced": case.laureate.announced,
    }


UNKNOWABLE = (*TEXTS, *NUMBERS, *PARTS, "themes", "sources")
NEVER_MISSING = ("caution",)


def unknown_fields(content: dict) -> list[str]:
    """The keys whose value is not known yet, in the order of the sheet."""
    return [
        key for key in UNKNOWABLE if key not in NEVER_MISSING and content[key] in ("", None, [], {})
    ]
