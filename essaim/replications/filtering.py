"""Which replications a list shows, and with what beside them."""

from django.db.models import Prefetch, QuerySet

from essaim.replications.models import LineageEdge


def filtered(replications: QuerySet, *, state="", relation="", departement="", theme=None):
    """Those in this state, of this relation, whose adopter is in this département, of a sheet of
    this theme; an empty value filters nothing."""
    if state:
        replications = replications.filter(status=state)
    if relation:
        replications = replications.filter(relation=relation)
    if departement:
        replications = replications.filter(adopter__departement_code=departement)
    if theme:
        edges = LineageEdge.objects.filter(case_version__case__themes=theme)
        replications = replications.filter(pk__in=edges.values("child"))
    return replications


def departements_of(replications: QuerySet) -> list[str]:
    """The département codes where there is at least one of these replications."""
    codes = replications.order_by().values_list("adopter__departement_code", flat=True)
    return [code for code in codes.distinct() if code]


def with_parents(replications: QuerySet) -> QuerySet:
    """Each with its adopter and its parents, in two more queries whatever their number."""
    edges = LineageEdge.objects.select_related("case_version__case__origin")
    return replications.select_related("adopter").prefetch_related(
        Prefetch("parent_edges", queryset=edges)
    )
