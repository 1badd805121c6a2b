"""Co-applicants: invited, accepting, removed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from essaim.applications import actions
from essaim.applications.actions.people import invited_by
from essaim.applications.exceptions import InvitationRefused, NotAllowed
from essaim.applications.forms import InviteForm
from essaim.applications.permissions import can_invite
from essaim.applications.views.finding import find_written
from essaim.applications.views.mailed import keep_token_here


def member_list(request, public_id):
    application = find_written(request.user, public_id)
    form = InviteForm(request.POST or None)
    if form.is_valid() and _invited(request, application, form):
        return redirect("applications:member_list", public_id)
    context = {
        "application": application,
        "form": form,
        "members": application.members.select_related("user"),
        "may_invite": can_invite(request.user, application),
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


def member_remove(request, public_id, member_id):
    application = find_written(request.user, public_id)
    member = get_object_or_404(application.members, public_id=member_id)
    if not can_invite(request.user, application):
        raise NotAllowed()
    if request.method == "POST":
        actions.remove_member(member, by=request.user)
        messages.success(
            request, _("{who} n’a plus accès à la candidature.").format(who=member.name)
        )
        return redirect("applications:member_list", public_id)
    context = {"application": application, "member": member}
    return render(request, "applications/member_remove.html", context)


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
