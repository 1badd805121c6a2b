"""Co-applicants: invited, accepting, changed, removed, leaving."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.accounts.models import Membership
from essaim.applications import actions
from essaim.applications.actions.people import invited_by
from essaim.applications.exceptions import InvitationRefused, NotAllowed
from essaim.applications.forms import InviteForm, RightForm
from essaim.applications.permissions import can_invite, can_manage_members
from essaim.applications.views.finding import find_written
from essaim.applications.views.mailed import keep_token_here

ORGANISATIONS = Prefetch(
    "user__memberships", queryset=Membership.objects.select_related("organisation")
)


def member_list(request, public_id):
    application = find_written(request.user, public_id)
    form = InviteForm(request.POST or None)
    if form.is_valid() and _invited(request, application, form):
        return redirect("applications:member_list", public_id)
    members = application.members.select_related("user").prefetch_related(ORGANISATIONS)
    context = {
        "application": application,
        "form": form,
        "members": members,
        "may_invite": can_invite(request.user, application),
        "may_manage": can_manage_members(request.user, application),
    }
    return render(request, "applications/member_list.html", context)


def _invited(request, application, form) -> bool:
    try:
        member = actions.invite(application, **form.cleaned_data, by=request.user)
    except InvitationRefused as refused:
        form.add_error("email", str(refused))
        return False
    messages.success(request, _("Invitation envoyée à {who}.").format(who=member.email))
    return True


def find_managed(request, public_id, member_id):
    """A place in the team, for whoever may change it. Raises NotAllowed."""
    application = find_written(request.user, public_id)
    member = get_object_or_404(application.members.select_related("user"), public_id=member_id)
    if not can_manage_members(request.user, application):
        raise NotAllowed()
    member.application = application
    return member


def member_edit(request, public_id, member_id):
    """The right of one person; from there, the invitation again, the hand-over, the removal."""
    member = find_managed(request, public_id, member_id)
    form = RightForm(request.POST or None, initial={"right": member.right})
    if form.is_valid():
        actions.change_right(member, **form.cleaned_data, by=request.user)
        right = member.get_right_display()
        messages.success(request, _("{who} {right}.").format(who=member.name, right=right))
        return redirect("applications:member_list", public_id)
    context = {"application": member.application, "member": member, "form": form}
    context["may_invite"] = can_invite(request.user, member.application)
    return render(request, "applications/member_edit.html", context)


@require_POST
def member_resend(request, public_id, member_id):
    member = find_managed(request, public_id, member_id)
    actions.resend_invitation(member, by=request.user)
    messages.success(request, _("Invitation envoyée à {who}.").format(who=member.email))
    return redirect("applications:member_list", public_id)


def member_remove(request, public_id, member_id):
    member = find_managed(request, public_id, member_id)
    if request.method == "POST":
        actions.remove_member(member, by=request.user)
        messages.success(
            request, _("{who} n’a plus accès à la candidature.").format(who=member.name)
        )
        return redirect("applications:member_list", public_id)
    context = {"application": member.application, "member": member}
    return render(request, "applications/member_remove.html", context)


def application_leave(request, public_id):
    """A co-applicant goes; the owner is shown how to hand over first."""
    application = find_written(request.user, public_id)
    if request.method == "POST":
        actions.leave(application, by=request.user)
        messages.success(
            request, _("Vous ne participez plus à « {name} ».").format(name=application)
        )
        return redirect("/mon-espace/")
    is_owner = application.owner_id == request.user.pk
    context = {"application": application, "is_owner": is_owner}
    return render(request, "applications/application_leave.html", context)


@login_not_required
@keep_token_here
def member_accept(request, token):
    """Anyone with the link sees who invites; joining takes an account and a click."""
    member = invited_by(token)
    if request.method == "POST" and request.user.is_authenticated:
        actions.accept_invitation(token, by=request.user)
        messages.success(request, _("Vous avez rejoint la candidature."))
        return redirect(member.application)
    context = {"member": member, "application": member.application}
    return render(request, "applications/member_accept.html", context)
