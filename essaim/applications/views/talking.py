"""The conversation in a file, for both sides; the notes that the team keeps for itself."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.applications import actions
from essaim.applications.exceptions import NotAllowed
from essaim.applications.forms import MessageForm, NoteForm
from essaim.applications.permissions import can_examine, can_talk
from essaim.applications.views.finding import find_readable
from essaim.applications.views.team import find_examined, frame


def message_list(request, public_id):
    """Oldest first, then a message to write. Reading marks nothing: « J’ai lu » does, or an answer."""
    application = find_readable(request.user, public_id)
    if not can_talk(request.user, application):
        raise NotAllowed(_("Les échanges avec l’équipe s’ouvrent après le dépôt."))
    form = MessageForm(request.POST or None)
    if form.is_valid():
        actions.send_message(application, form.cleaned_data["body"], by=request.user)
        messages.success(request, _("Message envoyé."))
        return redirect("applications:message_list", public_id)
    return _show(request, application, form)


def _show(request, application, form):
    is_team = can_examine(request.user, application)
    context = {
        **frame(application, "messages"),
        "thread": application.thread.select_related("author"),
        "waiting": application.thread.unread(is_team).count(),
        "is_team": is_team,
        "form": form,
    }
    return render(request, "applications/message_list.html", context)


@require_POST
def message_read(request, public_id):
    application = find_readable(request.user, public_id)
    actions.mark_read(application, by=request.user)
    messages.success(request, _("C’est noté."))
    return redirect("applications:message_list", public_id)


def note_list(request, public_id):
    application = find_examined(request, public_id)
    form = NoteForm(request.POST or None)
    if form.is_valid():
        actions.add_note(application, form.cleaned_data["body"], by=request.user)
        messages.success(request, _("Note gardée."))
        return redirect("applications:note_list", public_id)
    notes = application.notes.select_related("author")
    context = {**frame(application, "notes"), "notes": notes, "form": form}
    return render(request, "applications/note_list.html", context)
