"""Letters: read, rewritten, approved by another person, sent."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.applications import actions
from essaim.applications.downloads import pdf_response
from essaim.applications.exceptions import NotAllowed, StaleLetter
from essaim.applications.forms import LetterForm
from essaim.applications.models import Letter
from essaim.applications.permissions import can_approve, can_examine
from essaim.base.pdf import render_pdf


def _find(request, public_id) -> Letter:
    related = ("application__call__programme", "application__organisation", "application__owner")
    letters = Letter.objects.select_related(*related, "prepared_by", "approved_by", "rules")
    return get_object_or_404(letters.visible_to(request.user), public_id=public_id)


def _find_as_team(request, public_id) -> Letter:
    letter = _find(request, public_id)
    if not can_examine(request.user, letter.application):
        raise NotAllowed()
    return letter


def letter_detail(request, public_id):
    letter = _find(request, public_id)
    context = {
        "letter": letter,
        "application": letter.application,
        "is_team": can_examine(request.user, letter.application),
        "may_approve": can_approve(request.user, letter),
    }
    return render(request, "applications/letter_detail.html", context)


def letter_edit(request, public_id):
    letter = _find_as_team(request, public_id)
    if letter.status not in Letter.PENDING:
        return redirect(letter)
    form = LetterForm(request.POST) if request.method == "POST" else LetterForm.of(letter)
    context = {"letter": letter, "application": letter.application, "form": form, "stored": None}
    if form.is_valid():
        try:
            actions.edit_letter(letter, **form.cleaned_data, by=request.user)
        except StaleLetter as stale:
            form.data = {**form.data.dict(), "version": stale.letter.version}
            context["stored"] = stale.letter
            return render(request, "applications/letter_edit.html", context, status=409)
        return redirect(letter)
    return render(request, "applications/letter_edit.html", context)


@require_POST
def letter_approve(request, public_id):
    letter = _find_as_team(request, public_id)
    if letter.kind != Letter.Kind.INADMISSIBLE:
        raise NotAllowed()
    actions.approve_letter(letter, by=request.user)
    messages.success(request, _("Courrier approuvé. Il reste à l’envoyer."))
    return redirect(letter)


@require_POST
def letter_send(request, public_id):
    letter = _find_as_team(request, public_id)
    actions.send_letter(letter, by=request.user)
    messages.success(request, _("Courrier envoyé. Il ne peut plus être modifié."))
    return redirect(letter)


def letter_print(request, public_id):
    letter = _find(request, public_id)
    context = {"letter": letter, "application": letter.application}
    content = render_pdf("applications/letter_print.html", context)
    return pdf_response(content, f"courrier-{letter.number or letter.public_id}.pdf")
