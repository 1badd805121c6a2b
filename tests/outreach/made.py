from django.utils import timezone

from essaim.applications.content import fingerprint
from essaim.cases.content import freeze
from essaim.cases.models import Case, CaseVersion
from tests.factories import LaureateFactory


def published_case(**fields) -> Case:
    themes = fields.pop("themes", [])
    laureate = fields.pop("laureate", None) or LaureateFactory()
    now = timezone.now()
    fields.setdefault("title", "Accueillir les personnes sourdes")
    fields.setdefault("summary", "Un module, des signes, une application.")
    case = Case.objects.create(
        laureate=laureate,
        origin=fields.pop("origin", laureate.organisation),
        status=Case.Status.PUBLISHED,
        published_at=now,
        changed_at=now,
        **fields,
    )
    case.themes.set(themes)
    content = freeze(case)
    CaseVersion.objects.create(case=case, number=1, content=content, sha256=fingerprint(content))
    return case
