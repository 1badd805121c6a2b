"""What a jury learns from its call, once the results are public."""

import csv

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from essaim.applications.spreadsheets import neutralised
from essaim.jury.models import Panel
from essaim.jury.statistics import csv_lines, statistics_of


def _panel(request, public_id) -> Panel:
    panels = Panel.objects.run_by(request.user).select_related("call")
    panel = get_object_or_404(panels, public_id=public_id)
    if panel.call.results_at is None:
        raise Http404
    return panel


@require_GET
def statistics_detail(request, public_id):
    panel = _panel(request, public_id)
    found = statistics_of(panel, panel.organisations_closed_to(request.user))
    context = {
        "panel": panel,
        "found": found,
        "most_readings": max((number for _juror, number in found.loads), default=0) or 1,
    }
    return render(request, "jury/statistics_detail.html", context)


@require_GET
def statistics_csv(request, public_id):
    panel = _panel(request, public_id)
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="bilan-du-jury.csv"'
    lines = csv.writer(response, delimiter=";")
    for line in csv_lines(statistics_of(panel, panel.organisations_closed_to(request.user))):
        lines.writerow([neutralised(str(cell)) for cell in line])
    return response
