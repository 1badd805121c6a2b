"""Reading, checking, depositing, and what is left of a deposit."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.applications import actions
from essaim.applications.content import by_section, joined_files
from essaim.applications.downloads import pdf_response
from essaim.applications.exceptions import NotAllowed
from essaim.applications.forms import SubmitForm, VerifyForm
from essaim.applications.models import Application, ApplicationVersion, Letter, Receipt
from essaim.applications.permissions import (
    can_ask_endorsement,
    can_submit,
    can_withdraw,
    can_write,
    is_author,
)
from essaim.applications.readiness import Readiness, opinion_awaited_until
from essaim.applications.timeline import timeline
from essaim.applications.views.finding import find_readable, find_written
from essaim.applications.views.team import reading, show_examination
from essaim.applications.views.writing import show_tasks
from essaim.base.pdf import render_pdf


def application_detail(request, public_id):
    """The task list while it is written; then where it stands; for the team, the examination."""
    application = find_readable(request.user, public_id)
    if not is_author(request.user, application):
        return show_examination(request, application)
    if can_write(request.user, application) and is_open(request, application):
        return show_tasks(request, application)
    return render(
        request, "applications/application_detail.html", _standing(request.user, application)
    )


def _standing(user, application) -> dict:
    """Where an application stands, for its authors, and what they may still do with it."""
    awaits_opinion = application.awaits_opinion
    return {
        **reading(application),
        "letters": application.letters.filter(status=Letter.Status.SENT),
        "events": timeline(application),
        "info_request": application.info_requests.first(),
        "unread": application.thread.unread(by_team=False).count(),
        "may_withdraw": can_withdraw(user, application),
        "may_ask_opinion": awaits_opinion and can_ask_endorsement(user, application),
    }


def is_open(request, application) -> bool:
    return application.takes_writing_at(request.received_at)


def application_check(request, public_id):
    """Check your answers: the last page before the deposit. Makes the key, writes nothing."""
    application = find_written(request.user, public_id)
    if not application.is_editable:
        return redirect(application)
    return _show_check(request, application, SubmitForm.fresh())


def _show_check(request, application, form):
    readiness = Readiness(application)
    context = {
        "application": application,
        "readiness": readiness,
        "sections": by_section(readiness.entries),
        "files": joined_files(application),
        "form": form,
        "may_submit": can_submit(request.user, application),
        "is_open": is_open(request, application),
        "may_write": can_write(request.user, application),
    }
    return render(request, "applications/application_check.html", context)


@require_POST
def application_submit(request, public_id):
    application = find_written(request.user, public_id)
    form = SubmitForm(request.POST)
    if not form.is_valid():
        return _show_check(request, application, form)
    actions.submit(
        application,
        by=request.user,
        idempotency_key=form.cleaned_data["idempotency_key"],
        received_at=request.received_at,
    )
    return redirect("applications:receipt_detail", public_id)


def _receipt(request, public_id) -> Receipt:
    related = ("application__call__programme", "application__organisation", "application__owner")
    receipts = Receipt.objects.select_related("version", *related)
    readable = Application.objects.visible_to(request.user)
    return get_object_or_404(receipts, application__public_id=public_id, application__in=readable)


def _receipt_context(receipt) -> dict:
    application = receipt.application
    return {
        "receipt": receipt,
        "application": application,
        "call": application.call,
        "programme": application.call.programme,
        "files": _deposited_files(receipt),
        "opinion_awaited_until": opinion_awaited_until(application),
    }


def _deposited_files(receipt):
    """Those of the receipt, without what came later with completions. The documents of an imported
    application are brought after its receipt."""
    files = receipt.application.attachments.all()
    if receipt.application.source != Application.Source.ESSAIM:
        return files
    frozen = receipt.version.content["attachments"]
    return files.filter(sha256__in=[file["sha256"] for file in frozen])


def receipt_detail(request, public_id):
    context = _receipt_context(_receipt(request, public_id))
    return render(request, "applications/receipt_detail.html", context)


def receipt_print(request, public_id):
    receipt = _receipt(request, public_id)
    content = render_pdf("applications/receipt_print.html", _receipt_context(receipt))
    return pdf_response(content, f"accuse-{receipt.number}.pdf")


@login_not_required
def receipt_verify(request):
    """Whether a number and a fingerprint belong together. Says the same for both kinds of wrong."""
    form = VerifyForm(request.GET or None)
    version, is_answered = None, form.is_valid()
    if is_answered:
        versions = ApplicationVersion.objects.filter(
            application__receipt__number=form.cleaned_data["numero"],
            sha256__startswith=form.cleaned_data["empreinte"],
        )
        version = versions.select_related("application__receipt__call").first()
    receipt = version and version.application.receipt
    context = {"form": form, "receipt": receipt, "version": version, "is_answered": is_answered}
    return render(request, "applications/receipt_verify.html", context)


def application_withdraw(request, public_id):
    application = find_written(request.user, public_id)
    if not can_withdraw(request.user, application):
        raise NotAllowed()
    if request.method == "POST":
        actions.withdraw(application, by=request.user)
        messages.success(request, _("La candidature est retirée."))
        return redirect(application)
    return render(request, "applications/application_withdraw.html", {"application": application})
