"""Pages of a development machine only (DEBUG): enter as a demonstration person, read the mails."""

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override

from essaim.accounts.models import OutboxMail, User


@login_not_required
def index(request):
    people = User.objects.demonstration().prefetch_related("groups")
    return render(request, "accounts/development.html", {"people": people.order_by("pk")})


@login_not_required
def enter(request, pk):
    user = get_object_or_404(User.objects.demonstration(), pk=pk, is_active=True)
    login(request, user)
    return redirect(settings.LOGIN_REDIRECT_URL)


@login_not_required
def mailbox(request):
    mails = OutboxMail.objects.order_by("-pk")
    recipient = request.GET.get("a", "")
    if recipient:
        mails = mails.filter(recipient=recipient)
    page = Paginator(mails, 20).get_page(request.GET.get("page"))
    context = {"page": page, "recipient": recipient}
    return render(request, "accounts/outboxmail_list.html", context)


@login_not_required
@csp_override({"default-src": [CSP.NONE], "style-src": [CSP.UNSAFE_INLINE], "sandbox": True})  # type: ignore[dict-item]
def mail_html(request, pk):
    """The HTML part, as a mail reader would show it: no script, no request, no origin."""
    return HttpResponse(get_object_or_404(OutboxMail, pk=pk).html)
