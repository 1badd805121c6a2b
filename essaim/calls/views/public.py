"""What everyone reads: the calls, one call, its rules, its calendar."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from essaim.calls import versions
from essaim.calls.calendar import calendar_of
from essaim.calls.models import Call, Extension
from essaim.calls.permissions import can_manage, managed_programmes
from essaim.calls.views.finding import find_visible

Phase = Call.Phase
# Which part of the list shows a call of this phase.
PLACES = {
    Phase.DRAFT: "drafts",
    Phase.OPEN: "open",
    Phase.UPCOMING: "upcoming",
    Phase.GRACE: "judged",
    Phase.CLOSED: "judged",
    Phase.DECIDED: "past",
    Phase.CANCELLED: "past",
}


@login_not_required
def call_list(request):
    places = {name: [] for name in PLACES.values()}
    now = timezone.now()
    calls = Call.objects.visible_to(request.user).select_related("programme")
    for call in calls.prefetch_related("waves"):
        places[PLACES[call.phase_at(now)]].append(call)
    places["open"].sort(key=_soonest_first)
    places["past"].sort(key=_latest_first)
    context = {**places, "can_create": managed_programmes(request.user).exists()}
    return render(request, "calls/call_list.html", context)


def _soonest_first(call: Call) -> tuple:
    """Real calls, then the demonstration; those whose next closing is not announced come last."""
    closing_at = call.next_closing_at
    return call.is_demonstration, closing_at is None, closing_at or call.opens_at


def _latest_first(call: Call) -> tuple[int, int]:
    """By year, the latest on top, then by number; a call whose year is not known comes first."""
    return -int(call.year or 9999), -(call.number or 0)


@login_not_required
def call_detail(request, slug):
    call = find_visible(request.user, slug)
    context = {
        "call": call,
        **_closings(call),
        "phase": call.phase,
        **_questions(call),
        "has_self_test": call.eligibility_questions.exists(),
        "criteria": _criteria(call),
        "rules": call.rules.all(),
        "partners": call.programme.partners.all(),
        "can_manage": can_manage(request.user, call),
    }
    return render(request, "calls/call_detail.html", context)


def _closings(call: Call) -> dict:
    """What everyone may know of its closings; what was granted to one person is not among it."""
    closing_at = call.next_closing_at
    for_all = call.extensions.exclude(kind=Extension.Kind.NAMED).filter(closes_at=closing_at)
    return {
        "next_closing_at": closing_at,
        "notice": for_all.first() if closing_at else None,
        "waves": call.waves.all() if call.is_rolling else [],
    }


def _questions(call: Call) -> dict:
    """What it asks, and the versions that changed it since its publication, the last one first."""
    out = versions.published(call)
    asked = out[0] if out else versions.in_preparation(call) if call.phase == Phase.DRAFT else None
    if asked:
        prefetch_related_objects([asked], "questions")
    return {"question_set": asked, "amendments": out[:-1]}


def _criteria(call: Call):
    grid = getattr(call, "grid", None)
    return grid.criteria.prefetch_related("anchors") if grid else []


@login_not_required
def call_rules(request, slug):
    call = find_visible(request.user, slug)
    written = list(call.rules.all())
    wanted = request.GET.get("version", "")
    chosen = [rules for rules in written if not wanted or str(rules.version) == wanted]
    if not chosen:
        raise Http404
    context = {"call": call, "rules": chosen[0], "versions": written}
    return render(request, "calls/rules_detail.html", context)


@login_not_required
def calendar(request):
    published = Call.objects.exclude(status=Call.Status.DRAFT)
    calls = published.select_related("programme").prefetch_related("waves", "extensions")
    response = HttpResponse(
        calendar_of(calls.order_by("pk")), content_type="text/calendar; charset=utf-8"
    )
    response["Content-Disposition"] = 'inline; filename="appels.ics"'
    return response
