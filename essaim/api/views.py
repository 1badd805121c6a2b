"""Read-only JSON, version 1. It serves what an anonymous reader may see on the pages, nothing else."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Prefetch
from django.shortcuts import get_object_or_404, render
from ninja import NinjaAPI, Path, Query
from ninja.pagination import paginate

from essaim.api.pagination import Pages
from essaim.api.schemas import (
    CallOut,
    CaseOut,
    LaureateOut,
    OrganisationOut,
    ProblemOut,
    ReplicationOut,
)
from essaim.calls.models import Call
from essaim.cases.laureates import laureates_with_case
from essaim.cases.models import Case, CaseVersion
from essaim.replications.models import LineageEdge, Replication
from essaim.territories.models import Organisation
from essaim.territories.search import search

READER = AnonymousUser()
# Letters, digits, « - » and « _ »: what every code and identifier of ours is made of.
WORD = r"^[A-Za-z0-9_-]+$"
WORD_OR_NOTHING = r"^[A-Za-z0-9_-]*$"

api = NinjaAPI(
    title="Essaim",
    version="1",
    description="Appels, lauréats, fiches, reprises et structures, en lecture. Licence Ouverte 2.0.",
    urls_namespace="api",
    openapi_url="openapi.json",
    docs_url=None,
)


@login_not_required
def index(request):
    """The documentation page, made from the OpenAPI description itself."""
    operations = [
        {
            "path": path,
            "summary": methods["get"]["summary"],
            "parameters": [p for p in methods["get"]["parameters"] if p["in"] == "query"],
        }
        for path, methods in api.get_openapi_schema()["paths"].items()
    ]
    return render(request, "api/index.html", {"operations": operations})


@api.get("calls", response=list[CallOut], summary="Les appels", operation_id="calls")
@paginate(Pages)
def calls(request):
    return Call.objects.visible_to(READER).select_related("programme")


@api.get("laureates", response=list[LaureateOut], summary="Les lauréats", operation_id="laureates")
@paginate(Pages)
def laureates(request, call: str = Query("", pattern=WORD_OR_NOTHING)):
    rows = laureates_with_case()
    return rows.filter(call__slug=call) if call else rows


@api.get("cases", response=list[CaseOut], summary="Les fiches publiées", operation_id="cases")
@paginate(Pages)
def cases(request):
    return _latest_versions()


@api.get(
    "cases/{public_id}",
    response={200: CaseOut, 404: ProblemOut},
    summary="Une fiche, dernière version",
    operation_id="case",
)
def case(request, public_id: str = Path(pattern=WORD)):
    return get_object_or_404(_latest_versions(), case__public_id=public_id)


@api.get(
    "replications",
    response=list[ReplicationOut],
    summary="Les reprises publiques",
    operation_id="replications",
)
@paginate(Pages)
def replications(request):
    counted = Replication.objects.counted().filter(pk=OuterRef("pk"))
    edges = Prefetch("parent_edges", LineageEdge.objects.select_related("case_version__case"))
    rows = Replication.objects.visible_to(READER).select_related("adopter")
    return rows.annotate(is_counted=Exists(counted)).prefetch_related(edges)


@api.get(
    "organisations",
    response=list[OrganisationOut],
    summary="Chercher une structure",
    operation_id="organisations",
)
def organisations(request, q: str = Query(max_length=200)):
    return search(q.replace("\0", " "), limit=20)


@api.get(
    "organisations/{code}",
    response={200: OrganisationOut, 404: ProblemOut},
    summary="Une structure, par code INSEE ou SIREN",
    operation_id="organisation",
)
def organisation(request, code: str = Path(pattern=WORD)):
    return get_object_or_404(Organisation.objects.with_code(code))


def _latest_versions():
    """The newest frozen version of each published sheet."""
    newer = CaseVersion.objects.filter(case=OuterRef("case"), number__gt=OuterRef("number"))
    shown = CaseVersion.objects.filter(case__in=Case.objects.published()).exclude(Exists(newer))
    return shown.select_related("case").order_by("-published_at", "pk")
