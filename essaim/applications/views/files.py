"""Documents, one at a time."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from essaim.applications import actions
from essaim.applications.completion import writing_home
from essaim.applications.downloads import attachment_response
from essaim.applications.filehost import from_files_host
from essaim.applications.models import Attachment, InfoRequest
from essaim.applications.views.file_answers import join_document
from essaim.applications.views.finding import find_to_write, find_written


def attachment_list(request, public_id):
    """What is joined, and one more. A refused file changes nothing to those kept."""
    application = find_to_write(request.user, public_id, InfoRequest.FILES)
    joining = join_document(request, application)
    if joining.is_joined:
        return redirect("applications:attachment_list", public_id)
    context = {"application": application, "home": writing_home(application)}
    context["files"] = Attachment.everything.filter(application=application)
    return joining.render(request, "applications/attachment_list.html", context)


@from_files_host
def attachment_download(request, public_id, file_id):
    readable = Attachment.everything.visible_to(request.user)
    attachment = get_object_or_404(readable, application__public_id=public_id, public_id=file_id)
    return attachment_response(attachment, request.user)


def attachment_remove(request, public_id, file_id):
    application = find_written(request.user, public_id)
    kept = Attachment.everything.filter(application=application)
    attachment = get_object_or_404(kept.select_related("question"), public_id=file_id)
    find_to_write(request.user, public_id, attachment.field)
    if request.method == "POST":
        actions.remove_attachment(attachment, by=request.user)
        messages.success(request, _("« {name} » est retiré.").format(name=attachment.name))
        return redirect(_page_of(attachment))
    context = {"application": application, "attachment": attachment}
    context |= {"home": writing_home(application), "page": _page_of(attachment)}
    return render(request, "applications/attachment_remove.html", context)


def _page_of(attachment) -> str:
    """Where it was joined: the page of its question, or that of all the documents."""
    public_id = attachment.application.public_id
    if attachment.question:
        return reverse("applications:answer_edit", args=[public_id, attachment.question.code])
    return reverse("applications:attachment_list", args=[public_id])
