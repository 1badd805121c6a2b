"""Reading a sheet before everyone does: preview, « bon à publier », publication."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.cases import actions
from essaim.cases.content import freeze, unknown_fields
from essaim.cases.forms import ArchiveForm, FirstPublishForm, PublishForm, ReviewForm
from essaim.cases.models import Case
from essaim.cases.permissions import can_approve, can_publish
from essaim.cases.views.editing import own_case


def case_preview(request, public_id):
    case = own_case(request, public_id)
    return render(request, "cases/case_preview.html", _reading(case))


@require_POST
def case_ask_review(request, public_id):
    case = actions.ask_review(own_case(request, public_id), request.user)
    if case.laureate.application:
        messages.success(request, _("Le porteur du projet est prévenu par courriel."))
    else:
        messages.success(request, _("La fiche est en relecture."))
    return redirect("cases:case_edit", public_id)


def case_approve(request, public_id):
    case = own_case(request, public_id)
    if not can_approve(request.user, case):
        raise actions.NotYours()
    form = ReviewForm(request.POST or None, initial={"seen": case.changed_at.isoformat()})
    if request.method == "POST" and form.is_valid():
        _answer(case, request.user, **form.cleaned_data)
        messages.success(request, _("Votre réponse est enregistrée. Merci."))
        return redirect("cases:case_edit", public_id)
    return render(request, "cases/case_approve.html", {"form": form, **_reading(case)})


def case_publish(request, public_id):
    case = own_case(request, public_id)
    if not can_publish(request.user, case):
        raise actions.NotYours()
    form_class = PublishForm if case.versions.exists() else FirstPublishForm
    form = form_class(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.publish(case, request.user, **form.cleaned_data)
        messages.success(request, _("La fiche est publiée."))
        return redirect("cases:case_edit", public_id)
    return render(request, "cases/case_publish.html", {"form": form, **_reading(case)})


def case_archive(request, public_id):
    case = own_case(request, public_id)
    if not can_publish(request.user, case):
        raise actions.NotYours()
    form = ArchiveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.archive(case, request.user, form.cleaned_data["reason"])
        messages.success(request, _("La fiche est retirée."))
        return redirect("cases:case_worklist")
    return render(request, "cases/case_archive.html", {"form": form, "case": case})


def _reading(case: Case) -> dict:
    """The working text as the public would read it."""
    content = freeze(case)
    return {"case": case, "content": content, "version": None, "unknown": unknown_fields(content)}


def _answer(case: Case, user, *, verdict: str, comment: str, seen) -> None:
    if verdict == ReviewForm.GIVE:
        actions.approve(case, user, note=comment, seen_at=seen)
    else:
        actions.send_back(case, user, comment)
