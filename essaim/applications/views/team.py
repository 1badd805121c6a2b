"""The programme's team: the list of a call, and one file to examine. It never edits a word of it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, F, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.applications import actions
from essaim.applications.content import sections
from essaim.applications.exceptions import NotAllowed
from essaim.applications.forms import AdmissibilityForm, ApplicationFilterForm
from essaim.applications.journal import journal
from essaim.applications.models import Application, Receipt
from essaim.applications.permissions import can_examine
from essaim.applications.readiness import Readiness
from essaim.applications.views.finding import find_readable
from essaim.base.text import fold
from essaim.calls.models import Call

PER_PAGE = 50


def application_list(request, slug):
    """The deposited applications of a call, found by state or by a word. Six queries."""
    call = get_object_or_404(Call.objects.examined_by(request.user), slug=slug)
    deposited = Application.objects.deposited().filter(call=call)
    form = ApplicationFilterForm(request.GET)
    rows = _filtered(deposited, form.cleaned_data if form.is_valid() else {})
    rows = rows.select_related("organisation").annotate(receipt_number=F("receipt__number"))
    pages = Paginator(rows.order_by("-submitted_at", "-pk"), PER_PAGE)
    context = {
        "call": call,
        "form": form,
        "counts": _counts(deposited),
        "page": pages.get_page(request.GET.get("page")),
    }
    return render(request, "applications/application_list.html", context)


def _filtered(applications, wanted: dict):
    if wanted.get("etat"):
        applications = applications.filter(status=wanted["etat"])
    if words := wanted.get("q", "").strip():
        applications = applications.filter(
            Q(title__icontains=words)
            | Q(organisation__plain_name__contains=fold(words) or words)
            | Q(receipt__number__iexact=words)
        )
    return applications


def _counts(applications) -> list[dict]:
    """How many in each state, in the order of the states; those at zero are left out."""
    counted = applications.order_by().values_list("status").annotate(n=Count("pk"))
    by_state = dict(counted)
    return [
        {"status": state.value, "label": state.label, "n": by_state[state.value]}
        for state in Application.Status
        if state.value in by_state
    ]


def reading(application) -> dict:
    """What the read-only content of an application needs in its template."""
    return {
        "application": application,
        "receipt": Receipt.objects.filter(application=application).first(),
        "sections": sections(application),
        "themes": application.themes.all(),
        "files": application.attachments.all(),
        "opinion": Readiness(application).endorsement,
    }


def show_examination(request, application, form=None):
    """The file as its authors wrote it, what was decided of it, and the log."""
    context = {
        **reading(application),
        "checks": application.admissibility_checks.select_related("checked_by"),
        "letters": application.letters.select_related("prepared_by", "approved_by"),
        "members": application.members.select_related("user"),
        "lines": journal(application),
        "form": form or AdmissibilityForm(application),
        "may_examine": can_examine(request.user, application),
    }
    return render(request, "applications/application_examine.html", context)


@require_POST
def application_examine(request, public_id):
    application = find_readable(request.user, public_id)
    if not can_examine(request.user, application):
        raise NotAllowed()
    form = AdmissibilityForm(application, request.POST)
    if not form.is_valid():
        return show_examination(request, application, form)
    check = actions.check_admissibility(application, **form.cleaned_data, by=request.user)
    messages.success(
        request, _("Décision notée : {verdict}.").format(verdict=check.get_verdict_display())
    )
    return redirect(application)
