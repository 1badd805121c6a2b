"""The programme's team examines one file. It never edits a word of it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.applications import actions
from essaim.applications.content import sections
from essaim.applications.exceptions import EndorsementAwaited, NotAllowed
from essaim.applications.forms import AdmissibilityForm
from essaim.applications.journal import journal
from essaim.applications.models import Receipt
from essaim.applications.permissions import can_examine
from essaim.applications.readiness import Readiness
from essaim.applications.views.finding import find_readable


def reading(application) -> dict:
    """What the read-only content of an application needs in its template."""
    return {
        "application": application,
        "receipt": Receipt.objects.filter(application=application).first(),
        "sections": sections(application),
        "themes": application.themes.all(),
        "files": application.attachments.all(),
        "readiness": Readiness(application),
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
    if not form.is_valid() or not _decided(request, application, form):
        return show_examination(request, application, form)
    return redirect(application)


def _decided(request, application, form) -> bool:
    try:
        check = actions.check_admissibility(application, **form.cleaned_data, by=request.user)
    except EndorsementAwaited as refused:
        form.add_error("verdict", str(refused))
        return False
    verdict = check.get_verdict_display()
    messages.success(request, _("Décision notée : {verdict}.").format(verdict=verdict))
    return True
