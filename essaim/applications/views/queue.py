"""The team's work, across its calls."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _

from essaim.applications.listing import MINE, NOBODY
from essaim.applications.queue import work_of


def work_queue(request):
    """What is late, what is for today, what waits for others."""
    if not request.user.team_roles.exists():
        raise Http404
    followed = request.GET.get("suivie", "")
    choices = [("", _("Toutes")), (MINE, _("Les miennes")), (NOBODY, _("Sans personne"))]
    parts = work_of(request.user, followed)
    context = {
        "parts": parts,
        "choices": choices,
        "followed": followed,
        "is_empty": not any(part.total for part in parts),
    }
    return render(request, "applications/work_queue.html", context)
