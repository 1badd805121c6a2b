"""« Mon compte »: one's name, for whom one works, one's sessions and second step."""

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth import logout
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.accounts import actions
from essaim.accounts.forms import MembershipForm, ProfileForm


def profile(request):
    form = ProfileForm(request.POST or None, instance=request.user)
    if form.is_valid():
        actions.describe_oneself(request.user, form.cleaned_data["name"])
        messages.success(request, _("C’est enregistré."))
        return redirect("accounts:profile")
    context = {
        "form": form,
        "memberships": request.user.memberships.select_related("organisation"),
        "has_second_step": is_mfa_enabled(request.user),
    }
    return render(request, "accounts/user_edit.html", context)


def membership_add(request):
    form = MembershipForm(request.POST or None)
    if form.is_valid():
        actions.join_organisation(request.user, **form.cleaned_data)
        return redirect("accounts:profile")
    return render(request, "accounts/membership_add.html", {"form": form})


def membership_leave(request, pk):
    membership = get_object_or_404(request.user.memberships.select_related("organisation"), pk=pk)
    if request.method == "POST":
        actions.leave_organisation(membership, by=request.user)
        return redirect("accounts:profile")
    return render(request, "accounts/membership_leave.html", {"membership": membership})


@require_POST
def sign_out_everywhere(request):
    actions.sign_out_everywhere(request.user)
    logout(request)
    messages.success(request, _("Toutes vos sessions sont fermées, sur tous vos appareils."))
    return redirect("account_login")
