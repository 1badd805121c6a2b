"""Whose application it is: handed over, given by the team, and those of one organisation."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from essaim.applications import actions
from essaim.applications.exceptions import DraftNotFound, NotAllowed, TransferRefused
from essaim.applications.forms import HandOverDraftForm, ReassignForm
from essaim.applications.models import Application
from essaim.applications.permissions import can_reassign
from essaim.applications.views.finding import find_readable
from essaim.applications.views.people import find_managed
from essaim.calls.models import Call
from essaim.territories.models import Organisation


def member_transfer(request, public_id, member_id):
    """The owner hands the application to this co-applicant."""
    member = find_managed(request, public_id, member_id)
    if request.method == "POST":
        application = actions.transfer(member, by=request.user)
        messages.success(
            request, _("{who} porte maintenant la candidature.").format(who=application.owner)
        )
        return redirect(application)
    context = {"application": member.application, "member": member}
    return render(request, "applications/member_transfer.html", context)


def application_reassign(request, public_id):
    """The owner has gone: a manager names who takes over, and says why."""
    application = find_readable(request.user, public_id)
    if not can_reassign(request.user, application):
        raise NotAllowed()
    form = ReassignForm(request.POST or None)
    if form.is_valid() and _reassigned(request, application, form):
        return redirect(application)
    members = application.members.filter(user__isnull=False).select_related("user")
    context = {"application": application, "form": form, "members": members}
    return render(request, "applications/application_reassign.html", context)


def _reassigned(request, application, form) -> bool:
    try:
        actions.transfer_by_team(application, **form.cleaned_data, by=request.user)
    except TransferRefused as refused:
        form.add_error("email", str(refused))
        return False
    messages.success(
        request, _("{who} porte maintenant la candidature.").format(who=application.owner)
    )
    return True


def draft_hand_over(request, code):
    """A manager gives the draft of someone who has gone to a colleague, without reading it."""
    organisation = get_object_or_404(Organisation.objects.with_code(code))
    calls = _calls_run_by(request.user)
    if not calls.exists():
        raise NotAllowed()
    form = HandOverDraftForm(calls, request.POST or None)
    if form.is_valid() and _handed_over(organisation, form, request.user):
        messages.success(
            request, _("Le brouillon est confié. Ses auteurs en sont prévenus par mail.")
        )
        return redirect("applications:organisation_applications", organisation.code)
    context = {"organisation": organisation, "form": form}
    return render(request, "applications/draft_hand_over.html", context)


def _calls_run_by(user):
    """Those of which a draft may still be handed over by this person."""
    calls = Call.objects.managed_by(user).filter(status=Call.Status.PUBLISHED, results_at=None)
    return calls.order_by("-opens_at")


def _handed_over(organisation, form, by) -> bool:
    try:
        actions.transfer_draft(organisation=organisation, **form.cleaned_data, by=by)
    except DraftNotFound as refused:
        form.add_error("former_email", str(refused))
    except TransferRefused as refused:
        form.add_error("email", str(refused))
    return not form.errors


def organisation_applications(request, code):
    """The applications of one body that this person may read, call by call. To say that one works
    for it opens nothing.
    """
    organisation = get_object_or_404(Organisation.objects.with_code(code))
    readable = Application.objects.visible_to(request.user).filter(organisation=organisation)
    readable = readable.select_related("call", "wave", "owner").prefetch_related("letters")
    context = {
        "organisation": organisation,
        "applications": readable.order_by("-call__opens_at", "call", "-pk"),
        "may_hand_over": _calls_run_by(request.user).exists(),
    }
    return render(request, "applications/organisation_applications.html", context)
