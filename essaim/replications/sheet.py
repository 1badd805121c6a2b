"""What the page of a sheet needs, whatever the version: its content, its tree, its counts."""

from django.conf import settings

from essaim.accounts.models import LogEntry
from essaim.base.ids import reference
from essaim.cases.models import Case, CaseVersion
from essaim.replications.counting import counts_for
from essaim.replications.lineage import build_tree, walk
from essaim.replications.models import LineageEdge, Replication


def descendants_of(case: Case, user) -> list:
    """The first generation of the tree that this person may see, as nodes; two queries.

    Each node bears its ``replication``. Replications in use come first, endings last.
    """
    edges = LineageEdge.objects.filter(case_version__case=case).order_by("pk")
    pairs = list(edges.values_list("child_id", "through_id"))
    seen = Replication.objects.visible_to(user).of_cases([case]).select_related("adopter")
    replications = {replication.pk: replication for replication in sorted(seen, key=_display_rank)}
    tree = build_tree(pairs, replications)
    for node in walk(tree):
        node.replication = replications[node.key]  # type: ignore[attr-defined]
    return tree


_ORDER = (
    Replication.Status.SUSTAINED,
    Replication.Status.IN_SERVICE,
    Replication.Status.UNDERWAY,
    Replication.Status.DECIDED,
    Replication.Status.STUDYING,
    Replication.Status.INTERESTED,
    Replication.Status.SUSPENDED,
    Replication.Status.ABANDONED,
)


def _display_rank(replication: Replication) -> tuple:
    return _ORDER.index(replication.status), replication.declared_at, replication.pk


def sheet_context(case, version: CaseVersion, user) -> dict:
    """The context of a published sheet at one version."""
    tree = descendants_of(case, user)
    return {
        "case": case,
        "version": version,
        "content": version.content,
        "newest_number": case.newest_number,
        "is_newest": version.number == case.newest_number,
        "tree": tree,
        "nodes": list(walk(tree)),
        "counts": counts_for([case])[case.pk],
        "site_url": settings.SITE_URL,
    }


def parents_of(replication: Replication) -> dict:
    """The versions that a replication comes from, each with the replication where it was seen."""
    edges = replication.parent_edges.select_related(
        "case_version__case__origin", "through__adopter"
    )
    return {"edges": list(edges.order_by("pk"))}


def tree_below(replication: Replication, user) -> list:
    """What others took from this replication: the part of the trees below it."""
    edge = replication.parent_edges.select_related("case_version__case").order_by("pk").first()
    if edge is None:
        return []
    tree = descendants_of(edge.case_version.case, user)
    return next((node.children for node in walk(tree) if node.key == replication.pk), [])


def passages_of(replication: Replication) -> list[dict]:
    """When it was declared and passed from state to state, oldest first."""
    entries = LogEntry.objects.filter(ref=reference(replication), verb__in=["declare", "move"])
    return [
        {"at": entry.at, "label": Replication.Status(entry.after).label}
        for entry in entries.order_by("pk")
    ]
