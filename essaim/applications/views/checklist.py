"""Admissibility: the checklist of the call, then the decision with its reason."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.applications import actions
from essaim.applications.exceptions import ChecklistIncomplete, EndorsementAwaited, StaleFindings
from essaim.applications.forms import AdmissibilityForm, ChecklistForm
from essaim.applications.models import CriterionCheck
from essaim.applications.permissions import can_note_findings
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
    is_changing = bool(form or checklist or "revoir" in request.GET)
    checklist = checklist or ChecklistForm(application, facts(application))
    context = {
        **frame(application, "admissibility"),
        **_decision(request.user, application, is_changing),
        "checklist": checklist,
        "all_met": _all_met(checklist),
        "form": form or AdmissibilityForm(application),
    }
    return render(request, "applications/checklist_edit.html", context, status=status)


def _decision(user, application, is_changing) -> dict:
    """What was decided. From then on all is read only, unless someone says that they change it."""
    checks = application.admissibility_checks.select_related("checked_by")
    may_note = can_note_findings(user, application)
    return {
        "checks": checks,
        "letters": application.letters.all(),
        "may_note": may_note,
        "is_open": may_note and (is_changing or not checks),
    }


def _all_met(checklist) -> bool:
    found = [check.finding for check in checklist.stored.values()]
    return found.count(CriterionCheck.Finding.MET) == len(checklist.criteria)


def _page_to_decide(public_id) -> str:
    return reverse("applications:application_examine", args=[public_id], query={"revoir": 1})


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
            return redirect(_page_to_decide(public_id))
        except StaleFindings as stale:
            checklist.show_stale(stale.stored)
            status = stale.status
    return _show(request, application, checklist=checklist, status=status)
