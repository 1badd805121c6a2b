"""What I know well: said once, used by every jury I sit in."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from essaim.jury import actions
from essaim.jury.forms import ExpertiseForm
from essaim.jury.models import Juror
from essaim.jury.views.acting import attempt, posted, render_form


def expertise_edit(request):
    """For whoever sits in a jury; to others the page does not exist."""
    seats = Juror.objects.in_office().filter(user=request.user).select_related("panel__call")
    if not seats:
        raise Http404
    form = ExpertiseForm(request.user, seats, posted(request))
    if request.method == "POST" and attempt(
        form, lambda: actions.declare_expertise(form.levels(), form.most(), request.user)
    ):
        messages.success(request, _("Merci : les prochaines lectures en tiendront compte."))
        return redirect("jury:my_readings")
    return render_form(request, "jury/expertise_edit.html", {"form": form})
