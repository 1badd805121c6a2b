"""Published sheets and replications, made directly: the rules under test are those of the actions."""

from django.utils import timezone

from essaim.applications.content import fingerprint
from essaim.cases.content import freeze
from essaim.cases.models import Case, CaseVersion, Component
from essaim.replications.models import LineageEdge, Replication
from tests.factories import LaureateFactory, OrganisationFactory, UserFactory

Status, Relation, Level = Replication.Status, Replication.Relation, Replication.Level


def draft_case(**fields) -> Case:
    fields.setdefault("laureate", fields.get("laureate") or LaureateFactory())
    fields.setdefault("origin", fields["laureate"].organisation)
    fields.setdefault("title", "Accueillir les personnes sourdes dans l’urgence")
    return Case.objects.create(**fields)


def freeze_version(case: Case) -> CaseVersion:
    number = case.versions.count() + 1
    content = freeze(case)
    return CaseVersion.objects.create(
        case=case, number=number, content=content, sha256=fingerprint(content)
    )


def published_version(**fields) -> CaseVersion:
    now = timezone.now()
    case = draft_case(status=Case.Status.PUBLISHED, published_at=now, changed_at=now, **fields)
    Component.objects.create(case=case, name="Module de formation", position=1)
    Component.objects.create(case=case, name="Fiches de signes", position=2)
    return freeze_version(case)


def replicate(version: CaseVersion, through: Replication | None = None, **fields) -> Replication:
    """A replication in service and confirmed, unless told otherwise."""
    if "adopter_label" not in fields:
        fields.setdefault("adopter", OrganisationFactory())
        fields.setdefault("declared_by", UserFactory())
    fields.setdefault("status", Status.IN_SERVICE)
    fields.setdefault("relation", Relation.ADAPTATION)
    fields.setdefault("verification", Level.CONFIRMED_BY_ORIGIN)
    replication = Replication.objects.create(**fields)
    LineageEdge.objects.create(child=replication, case_version=version, through=through)
    return replication
