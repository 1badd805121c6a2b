"""Around the publication: the words of the letters, the order called back, what happens after."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.jury import actions
from essaim.jury.forms import CorrectionForm, LetterTextForm, WithdrawalForm
from essaim.jury.models import Deliberation, Panel, Session
from essaim.jury.placeholders import PLACEHOLDERS
from essaim.jury.views.acting import attempt, posted, render_form


def letter_text_edit(request, public_id, kind):
    panel = get_object_or_404(Panel.objects.managed_by(request.user), public_id=public_id)
    if kind not in Deliberation.Outcome.values:
        raise Http404
    form = LetterTextForm(posted(request), instance=panel.letter_texts.filter(kind=kind).first())
    if request.method == "POST" and attempt(
        form, lambda: actions.set_letter_text(panel, kind, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("Texte enregistré, pour les prochains courriers préparés."))
        return redirect(panel)
    label = Deliberation.Outcome(kind).label
    context = {"panel": panel, "form": form, "label": label, "placeholders": PLACEHOLDERS}
    return render_form(request, "jury/letter_text_edit.html", context)


def _session(request, public_id) -> Session:
    closed = Session.objects.run_by(request.user).filter(status=Session.Status.CLOSED)
    return get_object_or_404(closed.select_related("panel__call"), public_id=public_id)


def _item(request, public_id, application_id) -> Deliberation:
    """404 for a file that a link closes to this person, manager or not."""
    session = _session(request, public_id)
    closed = session.panel.organisations_closed_to(request.user)
    files = session.deliberations.exclude(application__organisation__in=closed)
    related = ("application__organisation", "session__panel__call")
    return get_object_or_404(files.select_related(*related), application__public_id=application_id)


@require_POST
def announcement_cancel(request, public_id):
    actions.cancel_announcement(_session(request, public_id), request.user)
    messages.success(request, _("Publication annulée : rien n’est parti, rien n’est public."))
    return redirect("jury:results_detail", public_id)


@require_POST
def reserve_call(request, public_id):
    item = actions.call_up(_session(request, public_id), request.user)
    told = _("{organisation} est lauréate : son courrier est parti.")
    messages.success(request, told.format(organisation=item.application.organisation))
    return redirect("jury:results_detail", public_id)


def laureate_withdraw(request, public_id, application_id):
    item = _item(request, public_id, application_id)
    form = WithdrawalForm(posted(request))
    if request.method == "POST" and attempt(
        form, lambda: actions.withdraw_laureate(item, form.cleaned_data["reason"], request.user)
    ):
        messages.success(request, _("Renoncement noté. La liste complémentaire peut être appelée."))
        return redirect("jury:results_detail", public_id)
    context = {"form": form, "item": item, "title": _("Noter un renoncement")}
    return render_form(request, "jury/result_change.html", context)


def result_correct(request, public_id, application_id):
    item = _item(request, public_id, application_id)
    form = CorrectionForm(posted(request))
    if request.method == "POST" and attempt(
        form, lambda: actions.correct_results(item, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("Correction publiée. Son courrier est à approuver."))
        return redirect("jury:results_detail", public_id)
    context = {"form": form, "item": item, "title": _("Corriger un résultat publié")}
    return render_form(request, "jury/result_change.html", context)
