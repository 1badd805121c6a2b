"""Admissibility: the checklist of the call, then the decision with its reason."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.applications import actions
from essaim.applications.exceptions import ChecklistIncomplete, EndorsementAwaited, StaleFindings
from essaim.applications.forms import AdmissibilityForm, ChecklistForm
from essaim.applications.models import CriterionCheck
from essaim.applications.suggestions import facts
from essaim.applications.views.team import find_examined, frame


def application_examine(request, public_id):
    application = find_examined(request, public_id)
    if request.method != "POST":
        return _show(request, application)
    form = AdmissibilityForm(application, request.POST)
    if not form.is_valid() or not _decided(request, application, form):
        return _show(request, application, form=form)
    return redirect("applications:application_examine", public_id)


def _decided(request, application, form) -> bool:
    try:
        check = actions.check_admissibility(application, **form.cleaned_data, by=request.user)
    except (ChecklistIncomplete, EndorsementAwaited) as refused:
        form.add_error("verdict", str(refused))
        return False
    verdict = check.get_verdict_display()
    messages.success(request, _("Décision notée : {verdict}.").format(verdict=verdict))
    return True


def _show(request, application, form=None, checklist=None, status=200):
    checklist = checklist or ChecklistForm(application, facts(application))
    found = [check.finding for check in checklist.stored.values()]
    context = {
        **frame(application, "admissibility"),
        "checklist": checklist,
        "all_met": found.count(CriterionCheck.Finding.MET) == len(checklist.criteria),
        "form": form or AdmissibilityForm(application),
        "checks": application.admissibility_checks.select_related("checked_by"),
        "letters": application.letters.all(),
    }
    return render(request, "applications/checklist_edit.html", context, status=status)


@require_POST
def checklist_note(request, public_id):
    """Keep the findings; what someone else noted meanwhile is shown beside, never replaced unseen."""
    application = find_examined(request, public_id)
    checklist = ChecklistForm(application, facts(application), request.POST)
    status = 200
    if checklist.is_valid():
        try:
            actions.note_findings(application, checklist.noted(), by=request.user)
            messages.success(request, _("Constats enregistrés."))
            return redirect("applications:application_examine", public_id)
        except StaleFindings as stale:
            checklist.show_stale(stale.stored)
            status = stale.status
    return _show(request, application, checklist=checklist, status=status)
