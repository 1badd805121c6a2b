"""A question answered by documents: those joined for it, and one more."""

from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from essaim.applications import actions
from essaim.applications.exceptions import BadFile
from essaim.applications.forms import AttachmentForm


@dataclass
class Joining:
    """What came of a request that may carry one document."""

    form: AttachmentForm
    is_joined: bool = False
    status: int = 200
    retry_after: int = 0

    def render(self, request, template, context):
        """The page with the form, and why the document sent was refused, if one was."""
        context = {**context, "form": self.form}
        response = render(request, template, context, status=self.status)
        if self.retry_after:
            response.headers["Retry-After"] = str(self.retry_after)
        return response


def join_document(request, application, question=None) -> Joining:
    """Keep the document sent, if one is. A refused one changes nothing to those kept."""
    if request.method != "POST":
        return Joining(AttachmentForm())
    form = AttachmentForm(request.POST, request.FILES)
    if not form.is_valid():
        return Joining(form)
    try:
        file = form.cleaned_data["file"]
        kept = actions.add_attachment(application, file, by=request.user, question=question)
    except BadFile as refused:
        form.add_error("file", str(refused))
        return Joining(form, status=refused.status, retry_after=refused.retry_after)
    messages.success(request, _("« {name} » est joint.").format(name=kept.name))
    return Joining(form, is_joined=True)


def answer_with_files(request, context):
    """As for the documents of the application; ``context`` is that of the question's page."""
    application, question = context["application"], context["entry"].question
    joining = join_document(request, application, question)
    if joining.is_joined:
        return redirect("applications:answer_edit", application.public_id, question.code)
    return joining.render(request, "applications/answer_files.html", context)
