"""The direction's opinion, asked and recalled by the authors."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.applications import actions
from essaim.applications.exceptions import EndorsementNotAsked, NoReminder
from essaim.applications.forms import AskEndorsementForm
from essaim.applications.models import Endorsement
from essaim.applications.readiness import Readiness
from essaim.applications.views.finding import find_endorsable


def endorsement_ask(request, public_id):
    application = find_endorsable(request.user, public_id)
    readiness = Readiness(application)
    last = readiness.endorsement
    initial = {"email": last.email, "signatory": last.signatory} if last else {}
    form = AskEndorsementForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            asked = actions.ask_endorsement(application, **form.cleaned_data, by=request.user)
            messages.success(request, _("Demande envoyée à {email}.").format(email=asked.email))
            return redirect("applications:endorsement_ask", public_id)
        except EndorsementNotAsked as refused:
            form.add_error("email", str(refused))
    context = {"application": application, "readiness": readiness, "form": form}
    return render(request, "applications/endorsement_ask.html", context)


@require_POST
def endorsement_remind(request, public_id):
    application = find_endorsable(request.user, public_id)
    asked = application.endorsements.select_related("application__call", "requested_by")
    pending = get_object_or_404(asked, status=Endorsement.Status.REQUESTED)
    try:
        actions.remind_direction(pending, by=request.user)
        messages.success(request, _("Rappel envoyé à {email}.").format(email=pending.email))
    except NoReminder as refused:
        messages.error(request, str(refused))
    return redirect("applications:endorsement_ask", public_id)
