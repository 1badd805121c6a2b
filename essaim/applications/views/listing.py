"""The list of a call's files: searched, handed to someone, its searches kept under names."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from essaim.applications import actions, listing
from essaim.applications.exceptions import CannotFollow, SearchNotKept
from essaim.applications.forms import FollowForm, KeepFilterForm, SearchForm
from essaim.applications.models import SavedFilter
from essaim.base.local_paths import local_path
from essaim.calls.models import Call

PER_PAGE = 50


class KnownCount(Paginator):
    """Pages of a list whose length is known without counting its rows again."""

    def __init__(self, rows, per_page, count: int):
        super().__init__(rows, per_page)
        self.known = count

    @cached_property
    def count(self) -> int:
        return self.known


def find_team_call(user, slug) -> Call:
    """A call of this person's team. Absent and forbidden answer alike, 404."""
    return get_object_or_404(Call.objects.examined_by(user).select_related("programme"), slug=slug)


def application_list(request, slug):
    return show_list(request, find_team_call(request.user, slug))


def show_list(request, call, follow=None, keep=None, status=200):
    """The list, around the search of the address. The forms on it post to addresses that carry the
    same search, so that a refused one comes back on the same page. Twelve queries at most.
    """
    search = listing.read_search(request.GET)
    team = list(listing.team_of(call))
    counts = listing.counts_by_state(call)
    context = {
        "call": call,
        "query": listing.query_of(search),
        "counts": counts,
        "filters": SavedFilter.objects.filter(user=request.user, call=call),
        "form": SearchForm(call, team, search),
        "follow": follow or FollowForm(call, team, request.user),
        "keep": keep or KeepFilterForm(),
        "page": _page(request, call, search, counts),
    }
    return render(request, "applications/application_list.html", context, status=status)


def _page(request, call, search, counts):
    rows = listing.rows_shown(listing.files_found(call, search, request.user))
    if set(search) <= {"etat", "tri"}:
        wanted = search.get("etat")
        known = sum(count["n"] for count in counts if wanted in (None, count["status"]))
        pages = KnownCount(rows, PER_PAGE, known)
    else:
        pages = Paginator(rows, PER_PAGE)
    return pages.get_page(request.GET.get("page"))


def _back_to_list(request, call):
    url = reverse("applications:application_list", args=[call.slug])
    return redirect(f"{url}?{request.GET.urlencode()}" if request.GET else url)


def application_follow(request, slug):
    """Hand the ticked files to someone of the team, take one, or let them go."""
    call = find_team_call(request.user, slug)
    if request.method != "POST":
        return _back_to_list(request, call)
    form = FollowForm(call, listing.team_of(call), request.user, request.POST)
    if not form.is_valid():
        return show_list(request, call, follow=form)
    try:
        messages.success(request, _hand_over(**form.cleaned_data, by=request.user))
    except CannotFollow as refused:
        form.add_error("chosen", str(refused))
        return show_list(request, call, follow=form, status=refused.status)
    back = local_path(request.POST.get("retour", ""))
    return redirect(back) if back else _back_to_list(request, call)


def _hand_over(chosen, examiner, by) -> str:
    """Do it, and say what was done."""
    if examiner is None:
        n = len(actions.unassign(chosen, by=by))
        said = ngettext(
            "{n} candidature n’est plus suivie.", "{n} candidatures ne sont plus suivies.", n
        )
        return said.format(n=n)
    n = len(actions.assign(chosen, examiner, by=by))
    if examiner == by:
        said = ngettext(
            "Vous suivez {n} candidature de plus.", "Vous suivez {n} candidatures de plus.", n
        )
        return said.format(n=n)
    said = ngettext(
        "{n} candidature est confiée à {person}.", "{n} candidatures sont confiées à {person}.", n
    )
    return said.format(n=n, person=examiner)


def filter_keep(request, slug):
    call = find_team_call(request.user, slug)
    if request.method != "POST":
        return _back_to_list(request, call)
    form = KeepFilterForm(request.POST)
    query = listing.query_of(listing.read_search(request.GET))
    if not form.is_valid():
        return show_list(request, call, keep=form)
    try:
        kept = actions.keep_filter(call, form.cleaned_data["name"], query, by=request.user)
    except SearchNotKept as refused:
        form.add_error("name", str(refused))
        return show_list(request, call, keep=form, status=refused.status)
    messages.success(request, _("La recherche « {name} » est gardée.").format(name=kept.name))
    return _back_to_list(request, call)


@require_POST
def filter_forget(request, slug, pk):
    call = find_team_call(request.user, slug)
    kept = get_object_or_404(SavedFilter, pk=pk, user=request.user, call=call)
    actions.forget_filter(kept, by=request.user)
    messages.success(request, _("La recherche « {name} » est oubliée.").format(name=kept.name))
    return _back_to_list(request, call)
