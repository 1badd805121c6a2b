"""The replications themselves: the public list, one record, its next step, the counting rule."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from essaim.cases.models import Case
from essaim.replications import actions
from essaim.replications.counting import RULE_VERSION, total_for
from essaim.replications.filtering import departements_of, filtered, with_parents
from essaim.replications.forms import MoveForm, ReplicationFilterForm
from essaim.replications.models import Replication
from essaim.replications.permissions import can_write, voice_of
from essaim.replications.sheet import parents_of, passages_of, tree_below

PAGE_SIZE = 20


@login_not_required
@require_safe
def replication_list(request):
    visible = Replication.objects.visible_to(request.user)
    form = ReplicationFilterForm(request.GET, departements=departements_of(visible))
    chosen = form.cleaned_data if form.is_valid() else {}
    page = Paginator(with_parents(filtered(visible, **chosen)), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    context = {
        "form": form,
        "page": page,
        "is_filtered": any(chosen.values()),
        "query": {name: value for name, value in request.GET.items() if name != "page"},
        "counts": total_for(Case.objects.published().outside_demonstrations()),
    }
    return render(request, "replications/replication_list.html", context)


@login_not_required
@require_safe
def counting_rule(request):
    context = {
        "rule_version": RULE_VERSION,
        "counts": total_for(Case.objects.published().outside_demonstrations()),
    }
    return render(request, "replications/counting_rule.html", context)


@login_not_required
@require_safe
def replication_detail(request, public_id):
    visible = Replication.objects.visible_to(request.user).select_related("adopter")
    replication = get_object_or_404(visible, public_id=public_id)
    context = {
        "replication": replication,
        "adaptations": replication.adaptations.all(),
        "passages": passages_of(replication),
        "tree": tree_below(replication, request.user),
        "last_answer": replication.verifications.first(),
        **_rights(request.user, replication),
        **parents_of(replication),
    }
    return render(request, "replications/replication_detail.html", context)


def _rights(user, replication: Replication) -> dict:
    """What this reader may do here; the comment of an answer is for its parties only."""
    voice, writes = voice_of(user, replication), can_write(user, replication)
    return {
        "can_write": writes,
        "may_answer": bool(actions.answers_open_to(voice, replication)),
        "is_party": writes or voice is not None,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def replication_move(request, public_id):
    replications = Replication.objects.written_by(request.user).select_related("adopter")
    replication = get_object_or_404(replications, public_id=public_id)
    form = MoveForm(request.POST or None, statuses=replication.next_statuses)
    if form.is_valid():
        _move(replication, request.user, **form.cleaned_data)
        messages.success(request, _("C’est enregistré. Merci de tenir cette reprise à jour."))
        return redirect(replication)
    context = {"replication": replication, "form": form}
    return render(request, "replications/replication_move.html", context)


def _move(replication, user, *, to, since, abandon_reason, note):
    if to == Replication.Status.ABANDONED:
        actions.abandon(replication, abandon_reason, note, user, since=since)
    else:
        actions.move_forward(replication, to, user, since=since, note=note)
