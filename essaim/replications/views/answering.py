"""The origin or the programme answers: signed in, or by the mailed link that needs no account."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from essaim.replications import actions
from essaim.replications.forms import AnswerForm
from essaim.replications.models import Replication, Verification
from essaim.replications.permissions import voice_of
from essaim.replications.sheet import parents_of

CONFIRMED = Verification.Verdict.CONFIRMED


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link_answer(request, token):
    """GET looks, POST answers: a mail scanner that follows the link consumes nothing."""
    link, replication, voice = actions.replication_of_link(token)
    verdicts = actions.answers_open_to(voice, replication)
    form = AnswerForm(request.POST or None, verdicts=verdicts)
    if form.is_valid():
        data = form.cleaned_data
        by_link = (
            actions.confirm_by_link if data["verdict"] == CONFIRMED else actions.contest_by_link
        )
        verification = by_link(token, data["comment"])
        context = {"replication": replication, "verification": verification}
        return render(request, "replications/link_answered.html", context)
    context = {"replication": replication, "form": form, "link": link, **parents_of(replication)}
    return render(request, "replications/link_answer.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def replication_answer(request, public_id):
    replications = Replication.objects.answerable_by(request.user).select_related("adopter")
    replication = get_object_or_404(replications, public_id=public_id)
    verdicts = actions.answers_open_to(voice_of(request.user, replication), replication)
    if not verdicts:
        raise Http404
    form = AnswerForm(request.POST or None, verdicts=verdicts)
    if form.is_valid():
        data = form.cleaned_data
        act = actions.confirm if data["verdict"] == CONFIRMED else actions.contest
        act(replication, request.user, data["comment"])
        messages.success(request, _("Merci, votre réponse est enregistrée."))
        return redirect(replication)
    context = {"replication": replication, "form": form, **parents_of(replication)}
    return render(request, "replications/replication_answer.html", context)
