"""Requests for completion, for the team: ask after a preview, extend, compare, close."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.applications import actions
from essaim.applications.comparison import differences
from essaim.applications.emails import authors, info_request_text
from essaim.applications.exceptions import CompletionNotAsked
from essaim.applications.forms import AskCompletionForm, DueForm
from essaim.applications.models import InfoRequest
from essaim.applications.permissions import can_ask_completion
from essaim.applications.views.team import find_examined, frame


def completion_list(request, public_id):
    return _show(request, find_examined(request, public_id))


def _show(request, application, due_form=None, status=200):
    requests = application.info_requests.select_related("asked_by", "answered_by", "version")
    waiting = (InfoRequest.Status.OPEN, InfoRequest.Status.EXPIRED)
    context = {
        **frame(application, "completion"),
        "requests": [_told(found) for found in requests],
        "may_ask": can_ask_completion(request.user, application),
        "due_form": due_form or DueForm(application.call),
        "waiting": requests.filter(status__in=waiting).first(),
    }
    return render(request, "applications/completion_list.html", context, status=status)


def _told(found: InfoRequest) -> dict:
    """A request and, once answered, what differs from the version before."""
    application, version = found.application, found.version
    before = version and application.versions.filter(number__lt=version.number).first()
    return {"row": found, "differences": differences(before, version) if before else []}


def completion_ask(request, public_id):
    """The form, then the mail as it will leave, then the act."""
    application = find_examined(request, public_id)
    form = AskCompletionForm(application, request.POST or None)
    if not form.is_valid() or "modify" in request.POST:
        return _show_ask(request, application, form)
    if "confirm" not in request.POST:
        return _preview(request, application, form)
    try:
        actions.ask_completion(application, **_wanted(form), by=request.user)
    except CompletionNotAsked as refused:
        form.add_error(None, str(refused))
        return _show_ask(request, application, form, status=refused.status)
    messages.success(request, _("La demande est partie aux porteurs."))
    return redirect("applications:completion_list", public_id)


def _wanted(form) -> dict:
    typed = form.cleaned_data
    return {"fields": typed["fields_asked"], "message": typed["message"], "due_at": form.due_at}


def _show_ask(request, application, form, status=200):
    context = {**frame(application, "completion"), "form": form}
    return render(request, "applications/completion_ask.html", context, status=status)


def _preview(request, application, form):
    subject, text = info_request_text(InfoRequest(application=application, **_wanted(form)))
    context = {
        **frame(application, "completion"),
        "subject": subject,
        "text": text,
        "recipients": authors(application),
        "typed": form,
    }
    return render(request, "applications/completion_preview.html", context)


def _find(application) -> InfoRequest:
    """The request that is not closed yet: there is one at most."""
    requests = application.info_requests.exclude(status=InfoRequest.Status.CLOSED)
    return get_object_or_404(requests.select_related("asked_by"))


@require_POST
def completion_extend(request, public_id):
    application = find_examined(request, public_id)
    found, form = _find(application), DueForm(application.call, request.POST)
    if form.is_valid():
        try:
            actions.extend_completion(found, form.due_at, by=request.user)
            messages.success(request, _("Le nouveau délai est donné ; les porteurs sont prévenus."))
            return redirect("applications:completion_list", public_id)
        except CompletionNotAsked as refused:
            form.add_error("due_on", str(refused))
    return _show(request, application, form, status=422)


@require_POST
def completion_close(request, public_id):
    application = find_examined(request, public_id)
    actions.close_completion(_find(application), by=request.user)
    messages.success(request, _("La demande de compléments est close."))
    return redirect("applications:completion_list", public_id)
