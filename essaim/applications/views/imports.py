"""Applications received by another tool: a file given, its fields matched, tried, then taken in."""

from django.contrib import messages
from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.applications import actions
from essaim.applications.actions.imports import may_fetch, read_run
from essaim.applications.actions.imports.runs import MOST_ARCHIVE_BYTES
from essaim.applications.exceptions import ImportRefused, MappingIncomplete
from essaim.applications.forms import ApplyImportForm, MappingForm, ReceiveImportForm
from essaim.applications.mapping.report import Outcome, counts, errors_table, read_report
from essaim.applications.models import ImportMapping, ImportRun
from essaim.applications.uploads import takes_files_of
from essaim.calls.models import Call

PER_PAGE = 50


def _find(request, public_id) -> ImportRun:
    runs = ImportRun.objects.select_related("call__programme", "started_by")
    return get_object_or_404(runs.visible_to(request.user), public_id=public_id)


@takes_files_of(MOST_ARCHIVE_BYTES)
def import_list(request, slug):
    """The files given for a call, and one more."""
    call = get_object_or_404(Call.objects.managed_by(request.user), slug=slug)
    is_sent = request.method == "POST"
    form = ReceiveImportForm(request.POST, request.FILES) if is_sent else ReceiveImportForm()
    status = 200
    if form.is_valid():
        try:
            run = actions.receive_import(call, **form.cleaned_data, by=request.user)
            return redirect("applications:import_map", run.public_id)
        except ImportRefused as refused:
            form.add_error("upload", str(refused))
            status = refused.status
    context = {"call": call, "form": form, "runs": call.import_runs.select_related("started_by")}
    return render(request, "applications/import_list.html", context, status=status)


def import_map(request, public_id):
    """Which field answers what; sent, the file is tried: nothing is written but the report."""
    run = _find(request, public_id)
    if run.status != ImportRun.Status.TRIED:
        return redirect(run)
    known = ImportMapping.objects.filter(call=run.call, source=run.source).first()
    reading = read_run(run)
    form = MappingForm(run, reading, known.fields if known else {}, request.POST or None)
    if form.is_valid():
        try:
            return redirect(actions.try_import(run, form.mapping, by=request.user))
        except MappingIncomplete as incomplete:
            form.add_error(None, str(incomplete))
    context = {"run": run, "form": form, "notes": reading.notes}
    return render(request, "applications/import_map.html", context)


def import_detail(request, public_id):
    """What would come, or came, of each line."""
    return _show(request, _find(request, public_id), ApplyImportForm())


def _show(request, run, form, status=200):
    context = _report(run, request.GET.get("etat", ""), request.GET.get("page"))
    return render(
        request, "applications/import_detail.html", {**context, "form": form}, status=status
    )


def _report(run, wanted: str, page) -> dict:
    """The lines of one outcome, or all of them, and how many of each."""
    lines = read_report(run.report)
    found = counts(lines)
    kept = [line for line in lines if not wanted or line.outcome == wanted]
    return {
        "run": run,
        "wanted": wanted,
        "counts": [(outcome, Outcome(outcome).label, n) for outcome, n in found.items()],
        "page": Paginator(kept, PER_PAGE).get_page(page),
        "new": found.get(Outcome.NEW, 0),
        "errors": found.get(Outcome.ERROR, 0),
        "documents": sum(len(line.documents) for line in lines),
        "has_archive": default_storage.exists(run.archive_path),
        "may_fetch": may_fetch(),
        "is_tried": run.status == ImportRun.Status.TRIED,
    }


@require_POST
def import_apply(request, public_id):
    run = _find(request, public_id)
    form = ApplyImportForm(request.POST)
    if not form.is_valid():
        return _show(request, run, form, status=422)
    run = actions.apply_import(run, by=request.user, also=form.cleaned_data["also"])
    created = counts(read_report(run.report)).get(Outcome.CREATED, 0)
    messages.success(request, _("Candidatures créées : {count}.").format(count=created))
    return redirect(run)


def import_errors(request, public_id):
    """The lines to correct, as a table to work from."""
    run = _find(request, public_id)
    lines = [line for line in read_report(run.report) if line.outcome == Outcome.ERROR]
    response = HttpResponse(errors_table(lines), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="a-corriger.csv"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
