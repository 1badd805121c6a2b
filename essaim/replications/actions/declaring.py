"""An organisation says that it takes up a sheet, from whom, and what it changes."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from essaim.accounts.actions import join_organisation, log
from essaim.base.exceptions import RuleBroken
from essaim.cases.models import Case, CaseVersion
from essaim.replications.emails import send_declared
from essaim.replications.lineage import would_loop
from essaim.replications.models import Adaptation, LineageEdge, Replication
from essaim.replications.permissions import can_write


class CaseNotPublished(RuleBroken):
    sentence = _("Cette fiche n’est plus publiée : elle ne peut pas être reprise ici.")


class OwnCase(RuleBroken):
    sentence = _(
        "C’est la fiche de cette structure : elle ne peut pas se reprendre elle-même. "
        "Choisissez la structure qui la reprend."
    )


class AlreadyDeclared(RuleBroken):
    """``existing`` is the replication that says it already."""

    sentence = _(
        "Votre structure a déjà déclaré qu’elle reprend cette fiche. "
        "Faites avancer cette reprise au lieu d’en déclarer une autre."
    )

    def __init__(self, existing: Replication):
        super().__init__()
        self.existing = existing


class NotAParent(RuleBroken):
    sentence = _("La reprise que vous citez ne vient pas de cette fiche. Choisissez-en une autre.")


class NotYourReplication(RuleBroken):
    status = 403
    sentence = _(
        "Seule la personne qui a déclaré cette reprise peut la modifier. "
        "Écrivez-lui, ou au programme si elle a quitté la structure."
    )


@transaction.atomic
def declare(
    case_version: CaseVersion,
    adopter,
    relation: str,
    by,
    *,
    position: str = "",
    through: Replication | None = None,
    adaptations=(),
    **fields,
) -> Replication:
    """Record that ``adopter`` takes up this version, and ask its origin to confirm.

    ``fields`` are columns of Replication (status, since, motive, changes_summary, visibility,
    contact_email); ``adaptations`` are dicts (component, nature, reason, note); ``through`` is the
    replication where it was seen.
    """
    case = _locked_case(case_version)
    if adopter == case.origin:
        raise OwnCase()
    _refuse_second_declaration(case, adopter, by)
    replication = Replication.objects.create(
        adopter=adopter, relation=relation, declared_by=by, **fields
    )
    _link(replication, case_version, through, by)
    for adaptation in adaptations:
        Adaptation.objects.create(replication=replication, **adaptation)
    join_organisation(by, adopter, position)
    log(replication, "declare", by=by, after=replication.status)
    send_declared(replication, case_version)
    return replication


@transaction.atomic
def record_from_sources(
    case_version: CaseVersion,
    adopter_label: str,
    relation: str,
    by,
    *,
    sources: str,
    through: Replication | None = None,
    **fields,
) -> Replication:
    """Record adopters that a source mentions without naming them; never counted.

    The same label on the same sheet is recorded once.
    """
    case = _locked_case(case_version)
    known = Replication.objects.of_cases([case]).filter(adopter_label=adopter_label).first()
    if known:
        return known
    replication = Replication.objects.create(
        adopter_label=adopter_label, relation=relation, sources=sources, **fields
    )
    _link(replication, case_version, through, by)
    log(replication, "declare", by=by, after=replication.status, note=sources)
    return replication


@transaction.atomic
def add_parent(
    replication: Replication, case_version: CaseVersion, by, *, through: Replication | None = None
) -> LineageEdge:
    """Say that a replication also comes from another sheet: it then unites several."""
    if not can_write(by, replication):
        raise NotYourReplication()
    _locked_case(case_version)
    if LineageEdge.objects.filter(child=replication, case_version__case=case_version.case).exists():
        raise AlreadyDeclared(replication)
    edge = _link(replication, case_version, through, by)
    Replication.objects.filter(pk=replication.pk).update(
        relation=Replication.Relation.MERGE, changed_at=timezone.now()
    )
    replication.refresh_from_db()
    log(replication, "add_parent", by=by, note=str(case_version))
    return edge


@transaction.atomic
def describe(replication: Replication, by, *, adaptations, **fields) -> Replication:
    """Rewrite what the adopter says of its replication, and the list of its changes."""
    if not can_write(by, replication):
        raise NotYourReplication()
    for name, value in fields.items():
        setattr(replication, name, value)
    replication.changed_at = timezone.now()
    replication.save(update_fields=[*fields, "changed_at"])
    replication.adaptations.all().delete()
    for adaptation in adaptations:
        Adaptation.objects.create(replication=replication, **adaptation)
    log(replication, "describe", by=by)
    return replication


@transaction.atomic
def describe_adaptation(
    replication: Replication, component: str, nature: str, reason: str, note: str, by
) -> Adaptation:
    """Say what becomes of one component; a second answer on the same one replaces the first."""
    if not can_write(by, replication):
        raise NotYourReplication()
    adaptation, _is_new = Adaptation.objects.update_or_create(
        replication=replication,
        component=component,
        defaults={"nature": nature, "reason": reason, "note": note},
    )
    Replication.objects.filter(pk=replication.pk).update(changed_at=timezone.now())
    log(replication, "describe", by=by, note=str(adaptation))
    return adaptation


def _locked_case(case_version: CaseVersion) -> Case:
    """The sheet, locked until the end of the transaction: one declaration at a time."""
    cases = Case.objects.select_for_update(of=("self",)).select_related("origin")
    case = cases.get(pk=case_version.case_id)
    if not case.is_published:
        raise CaseNotPublished()
    return case


def _refuse_second_declaration(case: Case, adopter, by) -> None:
    """One live record per adopter and sheet, among those this person may see.

    A hidden record neither blocks nor reveals itself; the count is by distinct adopter anyway.
    """
    existing = (
        Replication.objects.visible_to(by)
        .of_cases([case])
        .filter(adopter=adopter)
        .exclude(status=Replication.Status.ABANDONED)
        .first()
    )
    if existing:
        raise AlreadyDeclared(existing)


def _link(replication, case_version, through, by) -> LineageEdge:
    """Write the edge, after checking that it cannot close a loop, whatever the sheets."""
    if through is not None:
        pair = Replication.objects.filter(pk__in=[replication.pk, through.pk])
        list(pair.order_by("pk").select_for_update())  # a loop needs both ends: one at a time
        second_hand = LineageEdge.objects.exclude(through=None)
        if not through.parent_edges.filter(
            case_version__case=case_version.case_id
        ).exists() or would_loop(
            second_hand.values_list("child_id", "through_id"), replication.pk, through.pk
        ):
            raise NotAParent()
    return LineageEdge.objects.create(
        child=replication, case_version=case_version, through=through, asserted_by=by
    )
