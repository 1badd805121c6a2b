"""A question answered by documents: those joined for it, and one more."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from essaim.applications import actions
from essaim.applications.exceptions import BadFile
from essaim.applications.forms import AttachmentForm


def answer_with_files(request, context):
    """As for the documents of the application; ``context`` is that of the question's page."""
    application, question = context["application"], context["entry"].question
    is_sent, status = request.method == "POST", 200
    form = AttachmentForm(request.POST, request.FILES) if is_sent else AttachmentForm()
    if form.is_valid():
        try:
            file = form.cleaned_data["file"]
            kept = actions.add_attachment(application, file, by=request.user, question=question)
            messages.success(request, _("« {name} » est joint.").format(name=kept.name))
            return redirect("applications:answer_edit", application.public_id, question.code)
        except BadFile as refused:
            form.add_error("file", str(refused))
            status = refused.status
    context = {**context, "form": form}
    return render(request, "applications/answer_files.html", context, status=status)
