"""The pages a reader meets first; no account, no cookie."""

from datetime import UTC, datetime

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils.translation import gettext as _

from essaim.applications.models import Laureate
from essaim.calls.models import Call, Programme
from essaim.cases.laureates import laureates_with_case
from essaim.jury.models import ResultVersion
from essaim.portal import figures as numbers
from essaim.portal.places import places_on_the_map


@login_not_required
def home(request):
    calls = Call.objects.visible_to(request.user).select_related("programme")
    programme = Programme.objects.prefetch_related("partners").first()
    context = {
        "programme": programme,
        "programme_name": programme.name if programme else _("Le programme"),
        "open_call": _soonest(calls.open().prefetch_related("waves")),
        "figures": numbers.key_figures(),
        "cases": numbers.cases_to_read(),
    }
    return render(request, "portal/home.html", context)


def _soonest(calls) -> Call | None:
    """The one that closes first; a rolling call without wave announced comes last."""
    far = datetime.max.replace(tzinfo=UTC)
    return min(calls, key=lambda call: call.next_closing_at or far, default=None)


@login_not_required
def laureate_list(request):
    by_call: dict[Call, list[Laureate]] = {}
    for laureate in laureates_with_case().order_by("-call__number", "position", "pk"):
        by_call.setdefault(laureate.call, []).append(laureate)
    unknown = Call.objects.filter(laureates_known=Call.LaureatesKnown.UNKNOWN, laureates=None)
    changes: dict[int, list[ResultVersion]] = {}
    for version in ResultVersion.objects.filter(number__gt=1):
        changes.setdefault(version.call_id, []).append(version)
    for call in by_call:
        call.corrections = changes.get(call.pk, [])
    context = {"by_call": by_call, "calls_without_names": unknown}
    return render(request, "portal/laureate_list.html", context)


@login_not_required
def map_of_france(request):
    places = places_on_the_map()
    context = {
        "places": places,
        "figures": numbers.key_figures(),
        "counts": {place.code: place.count for place in places},
        "links": {place.code: f"#dep-{place.code}" for place in places},
    }
    return render(request, "portal/map.html", context)


@login_not_required
def figures(request):
    context = {
        "figures": numbers.key_figures(),
        "by_call": numbers.laureates_by_call(),
        "by_family": numbers.laureates_by_family(),
        "by_population": numbers.laureates_by_population(),
        "in_progress": numbers.replications_by_status(),
    }
    return render(request, "portal/figures.html", context)
