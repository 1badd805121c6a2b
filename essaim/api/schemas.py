"""The shapes of API version 1. Additive only: a field may be added, never renamed or removed."""

from datetime import datetime

from ninja import Field, Schema

from essaim.base.fuzzy_dates import format_fuzzy_date


class OrganisationOut(Schema):
    code: str = Field(description="Code INSEE d’une commune, « 35 » d’un département, sinon SIREN")
    family: str
    siren: str | None
    insee_code: str
    name: str
    departement_code: str
    region_code: str
    population: int | None


class CallOut(Schema):
    slug: str
    programme: str = Field(alias="programme.slug")
    number: int | None
    is_number_deduced: bool
    title: str
    phase: str
    is_demonstration: bool
    opens_at: datetime | None
    closes_at: datetime | None
    opened: str = Field(
        description="Date connue, aussi précise que la source : 2021, 2021-09 ou vide"
    )
    closed: str
    jury_met: str
    laureates_known: str


class LaureateOut(Schema):
    call: str = Field(alias="call.slug")
    organisation: OrganisationOut
    subject: str
    announced: str
    announced_in_words: str
    case: str | None = Field(description="Identifiant de la fiche publiée, s’il y en a une")

    @staticmethod
    def resolve_announced_in_words(laureate) -> str:
        return format_fuzzy_date(laureate.announced)

    @staticmethod
    def resolve_case(laureate) -> str | None:
        return laureate.case.public_id if laureate.has_public_case else None


class CaseOut(Schema):
    public_id: str = Field(alias="case.public_id")
    version: int = Field(alias="number")
    licence: str = Field(alias="case.licence")
    published_at: datetime
    sha256: str
    content: dict = Field(description="La fiche figée, voir docs/cases.md")


class ReplicationOut(Schema):
    public_id: str
    adopter: OrganisationOut | None
    adopter_label: str
    relation: str
    status: str
    verification: str
    since: str
    is_counted: bool = Field(description="Entre dans le compte des reprises, règle version 1")
    cases: list[str] = Field(description="Fiches dont elle vient")

    @staticmethod
    def resolve_cases(replication) -> list[str]:
        return [edge.case_version.case.public_id for edge in replication.parent_edges.all()]


class ProblemOut(Schema):
    detail: str
