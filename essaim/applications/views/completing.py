"""A request for completion, for the authors: only what is asked, then a page to check and send."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from essaim.applications import actions
from essaim.applications.completion import changes
from essaim.applications.exceptions import BadFile, CompletionClosed, NothingToSend, NotReady
from essaim.applications.forms import SendCompletionForm
from essaim.applications.models import InfoRequest
from essaim.applications.permissions import can_write_field
from essaim.applications.views.finding import find_written

WHY_NOT = (BadFile, CompletionClosed, NothingToSend, NotReady)


def _find(request, public_id) -> InfoRequest:
    """The last request of a file this person wrote in. 404 when there never was one."""
    application = find_written(request.user, public_id)
    found = application.info_requests.select_related("asked_by", "answered_by", "version").first()
    if found is None:
        raise Http404
    found.application = application
    return found


def _context(request, found: InfoRequest) -> dict:
    application = found.application
    told = [] if found.version else changes(found)
    return {
        "application": application,
        "info_request": found,
        "changes": told,
        "done": sum(change.is_changed for change in told),
        "may_write": can_write_field(request.user, application, found.fields[0]),
    }


def completion_write(request, public_id):
    """What is asked, each with its state; once sent, what was answered."""
    found = _find(request, public_id)
    return render(request, "applications/completion_write.html", _context(request, found))


def completion_send(request, public_id):
    found = _find(request, public_id)
    context = _context(request, found)
    if request.method != "POST" and not context["may_write"]:
        return redirect("applications:completion_write", public_id)
    form = SendCompletionForm(request.POST or None, initial={"reply": found.reply})
    status = 200
    if form.is_valid():
        try:
            return _send(request, found, form.cleaned_data["reply"])
        except WHY_NOT as refused:
            form.add_error(None, str(refused))
            status = refused.status
    context |= {"form": form}
    return render(request, "applications/completion_send.html", context, status=status)


def _send(request, found, reply):
    actions.send_completion(found, reply, by=request.user, received_at=request.received_at)
    messages.success(
        request, _("Vos compléments sont envoyés. Vous recevez une confirmation par mail.")
    )
    return redirect("applications:completion_write", found.application.public_id)
