"""What the worker computes for a jury: how far it is, then where its result is read."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from essaim.jury.models import Computation

# The page that shows the result of each kind.
SHOWN_IN = {
    Computation.Kind.PLAN: "jury:plan_edit",
    Computation.Kind.RANKING: "jury:score_table",
}


def computation_detail(request, public_id):
    """The fragment is asked for every two seconds until it is over."""
    visible = Computation.objects.visible_to(request.user).select_related("panel__call")
    computation = get_object_or_404(visible, public_id=public_id)
    is_fragment = "HX-Request" in request.headers
    is_news = is_fragment and request.GET.get("dit") != computation.status
    shown_in = SHOWN_IN[Computation.Kind(computation.kind)]
    context = {
        "computation": computation,
        "is_news": is_news,
        "result_url": reverse(shown_in, args=[computation.panel.public_id]),
    }
    template = "jury/computation_detail.html"
    return render(request, f"{template}#progress" if is_fragment else template, context)
