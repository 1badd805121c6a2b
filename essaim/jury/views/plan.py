"""Who reads what, then the table of marks, for those who run the jury (the table: jurors too)."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.jury import actions
from essaim.jury.comparison import comparison_for
from essaim.jury.dealing import proposal_of
from essaim.jury.forms import DealForm, PlanForm
from essaim.jury.grid import grid_of
from essaim.jury.models import Computation, Panel
from essaim.jury.permissions import chairs, runs
from essaim.jury.progress import juror_lines
from essaim.jury.table import criteria_on, marks_of, rows_for, voices_on
from essaim.jury.views.acting import attempt, posted, render_form


def plan_edit(request, public_id):
    panel = get_object_or_404(Panel.objects.run_by(request.user), public_id=public_id)
    grid = grid_of(panel, request.user)
    form = PlanForm(grid.files, grid.jurors, posted(request))
    if request.method == "POST" and attempt(
        form, lambda: actions.set_plan(panel, form.wanted() | grid.unseen, request.user)
    ):
        messages.success(request, _("Lectures enregistrées."))
        return redirect("jury:plan_edit", panel.public_id)
    context = {"panel": panel, "form": form, "grid": grid, "lines": juror_lines(panel)}
    context["proposal"] = proposal_of(panel, request.user)
    context["deal_form"] = DealForm(panel)
    return render_form(request, "jury/plan_edit.html", context)


@require_POST
def plan_deal(request, public_id):
    panel = get_object_or_404(Panel.objects.run_by(request.user), public_id=public_id)
    form = DealForm(panel, request.POST)
    if not form.is_valid():
        raise Http404
    computation = actions.deal(panel, form.options(), request.user)
    if computation:
        return redirect(computation)
    messages.success(request, _("Chaque juré sans lien lit chaque dossier."))
    return redirect("jury:plan_edit", panel.public_id)


@require_POST
def plan_apply(request, public_id):
    computations = Computation.objects.visible_to(request.user).filter(kind=Computation.Kind.PLAN)
    computation = get_object_or_404(computations, public_id=public_id)
    added, removed = actions.apply_plan(computation, request.user)
    told = _("Plan appliqué : {added} lectures ajoutées, {removed} retirées.")
    messages.success(request, told.format(added=added, removed=removed))
    return redirect("jury:plan_edit", computation.panel.public_id)


@require_POST
def reviews_close(request, public_id):
    panel = get_object_or_404(Panel.objects.run_by(request.user), public_id=public_id)
    actions.close_reviews(panel, request.user)
    messages.success(request, _("Évaluations closes. Les notes s’affichent maintenant, sans nom."))
    return redirect("jury:score_table", panel.public_id)


def score_table(request, public_id):
    visible = Panel.objects.visible_to(request.user).select_related("call")
    panel = get_object_or_404(visible, public_id=public_id)
    context = {"panel": panel, "is_running": runs(request.user, panel), "rows": []}
    if panel.reviews_are_closed:
        context |= _scores(request.user, panel, context["is_running"])
    return render(request, "jury/score_table.html", context)


def _scores(user, panel, is_running) -> dict:
    marks, closed = marks_of(panel), panel.organisations_closed_to(user)
    found: dict = {"rows": rows_for(user, marks, closed, is_running)}
    if is_running and found["rows"]:
        found["comparison"] = comparison_for(marks, closed, chairs(user, panel))
    return found


@require_POST
def scores_compare(request, public_id):
    panel = get_object_or_404(Panel.objects.run_by(request.user), public_id=public_id)
    return redirect(actions.compare_scores(panel, request.user))


def score_detail(request, public_id, application_id):
    panel = get_object_or_404(Panel.objects.visible_to(request.user), public_id=public_id)
    row = _open_row(request.user, panel, application_id)
    is_named = chairs(request.user, panel)
    context = {
        "panel": panel,
        "row": row,
        "is_named": is_named,
        "voices": voices_on(panel, row.application, is_named),
        "criteria": criteria_on(panel, row.application),
    }
    return render(request, "jury/score_detail.html", context)


def _open_row(user, panel, application_id):
    """The file, if its figures are shown to this person now; else 404."""
    rows = _scores(user, panel, runs(user, panel))["rows"] if panel.reviews_are_closed else []
    shown = [r for r in rows if r.figures and r.application.public_id == application_id]
    if not shown:
        raise Http404
    return shown[0]
