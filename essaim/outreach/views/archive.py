"""The letters as everyone reads them on the web."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from essaim.calls.permissions import can_manage_programme, managed_programmes
from essaim.outreach.actions import current_content
from essaim.outreach.models import Campaign, Subscriber
from essaim.outreach.permissions import can_approve

PAGE_SIZE = 20


@login_not_required
@require_safe
def campaign_list(request):
    visible = Campaign.objects.visible_to(request.user).select_related("programme")
    page = Paginator(visible, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "may_compose": managed_programmes(request.user).exists()}
    return render(request, "outreach/campaign_list.html", context)


@login_not_required
@require_safe
def campaign_detail(request, public_id):
    visible = Campaign.objects.visible_to(request.user)
    campaign = get_object_or_404(
        visible.select_related("programme", "prepared_by", "approved_by"), public_id=public_id
    )
    context = {"campaign": campaign, "content": current_content(campaign), "team": None}
    if can_manage_programme(request.user, campaign.programme):
        context["team"] = {
            "may_approve": can_approve(request.user, campaign),
            "active": Subscriber.objects.active().count(),
            "written": campaign.deliveries.count(),
        }
    return render(request, "outreach/campaign_detail.html", context)
