"""Exports of a call's files: asked for, watched, downloaded."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from essaim.applications import actions, listing
from essaim.applications.downloads import file_response
from essaim.applications.exceptions import ExportUnderWay
from essaim.applications.filehost import from_files_host
from essaim.applications.forms import ExportForm, SearchForm
from essaim.applications.models import Export
from essaim.applications.views.listing import find_team_call


def _exports(request):
    return Export.objects.visible_to(request.user).select_related("call")


def export_list(request, slug):
    """One's exports of this call; a new one keeps the search of the address."""
    call, status = find_team_call(request.user, slug), 200
    search = listing.read_search(request.GET)
    form = ExportForm(request.POST or None)
    if form.is_valid():
        query = listing.query_of(search)
        try:
            return redirect(
                actions.ask_export(call, form.cleaned_data["kind"], query, request.user)
            )
        except ExportUnderWay as refused:
            form.add_error(None, str(refused))
            status = refused.status
    return _show_list(request, call, search, form, status)


def _show_list(request, call, search, form, status):
    context = {
        "call": call,
        "form": form,
        "query": listing.query_of(search),
        "wanted": SearchForm(call, listing.team_of(call), search).in_words,
        "exports": _exports(request).filter(call=call),
    }
    return render(request, "applications/export_list.html", context, status=status)


def export_detail(request, public_id):
    """How far it is. The fragment is asked for every two seconds until it is over."""
    export = get_object_or_404(_exports(request), public_id=public_id)
    is_fragment = "HX-Request" in request.headers
    is_news = is_fragment and request.GET.get("dit") != export.progress_key
    context = {"export": export, "is_news": is_news}
    template = "applications/export_detail.html"
    return render(request, f"{template}#progress" if is_fragment else template, context)


@from_files_host
def export_download(request, public_id):
    export = get_object_or_404(_exports(request), public_id=public_id, status=Export.Status.READY)
    if not export.file.storage.exists(export.file.name):
        raise Http404
    return file_response(export.file, export.name, export.content_type)
