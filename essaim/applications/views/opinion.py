"""The direction's opinion, given from a mailed link without account, or passed on.

Two steps, with or without JavaScript: what was typed comes back with the page that asks for the
code, in its hidden fields; nothing is kept here before the code is right.
"""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render

from essaim.accounts.actions import CodeRefused, LinkUsed, TooManyCodes
from essaim.accounts.forms import MailCodeForm
from essaim.applications import actions
from essaim.applications.actions.opinion import endorsement_asked, endorsement_of
from essaim.applications.content import fingerprint, joined_files, sections, substance
from essaim.applications.downloads import attachment_response
from essaim.applications.exceptions import ContentChanged, ForwardRefused
from essaim.applications.filehost import from_files_host
from essaim.applications.forms import ForwardForm, OpinionForm
from essaim.applications.models import Endorsement
from essaim.applications.views.mailed import keep_token_here


@login_not_required
@keep_token_here
def endorsement_give(request, token):
    """Looking consumes nothing; the opinion is recorded, on the content shown, once the code is right."""
    try:
        endorsement = endorsement_asked(token)
    except LinkUsed as used:
        return _show_answered(request, endorsement_of(used.link))
    form = OpinionForm(endorsement, request.POST or None)
    if form.is_valid() and "edit" not in request.POST:
        try:
            return _sign(request, endorsement, form, token)
        except ContentChanged as changed:
            form.add_error(None, str(changed))
    return _show_request(request, endorsement, form, token)


@login_not_required
@keep_token_here
def endorsement_forward(request, token):
    """To another signatory: their address, a word, then the code."""
    endorsement = endorsement_asked(token)
    form = ForwardForm(request.POST or None)
    if form.is_valid() and "edit" not in request.POST:
        try:
            return _pass_on(request, endorsement, form, token)
        except ForwardRefused as refused:
            form.add_error("email", str(refused))
    context = {"endorsement": endorsement, "application": endorsement.application}
    context |= {"form": form, "token": token}
    return render(request, "applications/endorsement_forward.html", context)


@login_not_required
@keep_token_here
@from_files_host
def endorsement_file(request, token, file_id):
    """A document of the application, for the direction that is asked its opinion on it."""
    files = endorsement_asked(token).application.attachments
    attachment = get_object_or_404(files, public_id=file_id)
    return attachment_response(attachment, request.user)


def _sign(request, endorsement, form, token):
    typed = form.cleaned_data
    return _with_code(
        request,
        {"endorsement": endorsement, "form": form, "token": token, "forwarded_to": ""},
        ask=lambda: actions.send_opinion_code(token, typed["seen_sha256"]),
        act=lambda code: actions.sign_endorsement(token, code, **typed),
    )


def _pass_on(request, endorsement, form, token):
    typed = form.cleaned_data
    return _with_code(
        request,
        {
            "endorsement": endorsement,
            "form": form,
            "token": token,
            "forwarded_to": typed["email"],
        },
        ask=lambda: actions.send_forward_code(token, typed["email"]),
        act=lambda code: actions.forward_endorsement(token, code, **typed),
    )


def _with_code(request, context: dict, ask: Callable, act: Callable):
    """Mail a code, the first time and whenever another is wanted; act once the right one is typed."""
    is_typed = "code" in request.POST and "again" not in request.POST
    code_form, refusal = MailCodeForm(request.POST if is_typed else None), ""
    try:
        if not is_typed:
            ask()
        elif code_form.is_valid():
            act(code_form.cleaned_data["code"])
            return redirect("applications:endorsement_give", context["token"])
    except CodeRefused as refused:
        code_form.add_error("code", str(refused))
    except TooManyCodes as refused:
        refusal = str(refused)
    context |= {"code_form": code_form, "refusal": refusal}
    return render(request, "applications/endorsement_code.html", context)


def _show_answered(request, endorsement):
    """What this link was used for, and whether the application has changed since."""
    context = {"endorsement": endorsement, "application": endorsement.application}
    if endorsement.status == Endorsement.Status.FORWARDED:
        context["successor"] = endorsement.forwards.first()
        return render(request, "applications/endorsement_forwarded.html", context)
    content_sha256 = fingerprint(substance(endorsement.application))
    context["has_changed"] = content_sha256 != endorsement.content_sha256
    return render(request, "applications/endorsement_given.html", context)


def _show_request(request, endorsement, form, token):
    application = endorsement.application
    seen = {"seen_sha256": fingerprint(substance(application))}
    form.initial = {**seen, "signatory": endorsement.signatory}
    form.data = {**form.data.dict(), **seen} if form.is_bound else form.data
    context = {
        "endorsement": endorsement,
        "application": application,
        "call": application.call,
        "sections": sections(application),
        "files": joined_files(application),
        "form": form,
        "token": token,
    }
    return render(request, "applications/endorsement_give.html", context)
