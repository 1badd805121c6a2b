"""The direction's opinion: asked by the authors, given from a mailed link without account."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from essaim.accounts.actions import LinkUsed
from essaim.applications import actions
from essaim.applications.actions.endorsement import endorsement_asked, endorsement_of
from essaim.applications.content import fingerprint, sections, substance
from essaim.applications.downloads import attachment_response
from essaim.applications.exceptions import ContentChanged, EndorsementNotAsked
from essaim.applications.forms import AskEndorsementForm, OpinionForm
from essaim.applications.readiness import Readiness
from essaim.applications.views.finding import find_draft
from essaim.applications.views.mailed import keep_token_here


def endorsement_ask(request, public_id):
    application = find_draft(request.user, public_id)
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


@login_not_required
@keep_token_here
def endorsement_give(request, token):
    """Looking consumes nothing; only the POST gives the opinion, on the content shown."""
    try:
        endorsement = endorsement_asked(token)
    except LinkUsed as used:
        context = {"endorsement": endorsement_of(used.link)}
        return render(request, "applications/endorsement_given.html", context)
    form = OpinionForm(request.POST or None)
    if form.is_valid():
        try:
            actions.give_endorsement(token, **form.cleaned_data)
            return redirect("applications:endorsement_give", token)
        except ContentChanged as changed:
            form.add_error(None, str(changed))
    return _show_request(request, endorsement, form, token)


@login_not_required
@keep_token_here
def endorsement_file(request, token, file_id):
    """A document of the application, for the direction that is asked its opinion on it."""
    files = endorsement_asked(token).application.attachments
    return attachment_response(get_object_or_404(files, public_id=file_id))


def _show_request(request, endorsement, form, token):
    application = endorsement.application
    seen = {"seen_sha256": fingerprint(substance(application))}
    form.initial = {**seen, "signatory": endorsement.signatory}
    form.data = {**form.data.dict(), **seen} if form.is_bound else form.data
    context = {
        "endorsement": endorsement,
        "application": application,
        "sections": sections(application),
        "files": application.attachments.all(),
        "form": form,
        "token": token,
    }
    return render(request, "applications/endorsement_give.html", context)
