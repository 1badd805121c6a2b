"""The panel and its people, for the managers of the call."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from essaim.calls.models import Call
from essaim.jury import actions
from essaim.jury.forms import JurorForm, PanelForm
from essaim.jury.models import Panel
from essaim.jury.permissions import manages, runs, seat_of
from essaim.jury.progress import juror_lines
from essaim.jury.views.acting import attempt, posted, render_form


def panel_create(request, slug):
    call = get_object_or_404(Call.objects.managed_by(request.user), slug=slug)
    existing = Panel.objects.filter(call=call).first()
    if existing:
        return redirect(existing)
    form = PanelForm(posted(request))
    if request.method == "POST" and attempt(
        form, lambda: actions.create_panel(call, request.user, **form.cleaned_data)
    ):
        messages.success(request, _("Jury créé. Invitez maintenant ses membres."))
        return redirect("jury:juror_list", call.panel.public_id)
    return render_form(request, "jury/panel_create.html", {"form": form, "call": call})


def panel_detail(request, public_id):
    panel = get_object_or_404(
        Panel.objects.visible_to(request.user).select_related("call__programme"),
        public_id=public_id,
    )
    context = {
        "panel": panel,
        "is_manager": manages(request.user, panel),
        "is_running": runs(request.user, panel),
        "seat": seat_of(request.user, panel),
        "jurors": panel.jurors.in_office().select_related("user", "substitute_for__user"),
        "sessions": panel.sessions.all(),
        "erased_on": actions.erasure_of(panel),
    }
    return render(request, "jury/panel_detail.html", context)


def panel_edit(request, public_id):
    panel = get_object_or_404(Panel.objects.managed_by(request.user), public_id=public_id)
    form = PanelForm(posted(request), instance=panel)
    if request.method == "POST" and attempt(
        form, lambda: actions.set_panel(panel, request.user, **form.cleaned_data)
    ):
        messages.success(request, _("Réglages enregistrés."))
        return redirect(panel)
    return render_form(request, "jury/panel_edit.html", {"form": form, "panel": panel})


def juror_list(request, public_id):
    panel = get_object_or_404(Panel.objects.run_by(request.user), public_id=public_id)
    form = JurorForm(panel, posted(request))
    if request.method == "POST" and attempt(
        form, lambda: actions.invite_juror(panel, by=request.user, **form.cleaned_data)
    ):
        name = form.cleaned_data["name"]
        messages.success(request, _("Invitation envoyée à {name}.").format(name=name))
        return redirect("jury:juror_list", panel.public_id)
    context = {"form": form, "panel": panel, "lines": juror_lines(panel)}
    context["is_manager"] = manages(request.user, panel)
    return render_form(request, "jury/juror_list.html", context)


@require_POST
def jurors_remind(request, public_id):
    panel = get_object_or_404(Panel.objects.run_by(request.user), public_id=public_id)
    count = actions.remind_jurors(panel, request.user)
    told = ngettext("{} juré relancé.", "{} jurés relancés.", count).format(count)
    messages.success(
        request, told if count else _("Tout le monde a terminé : personne à relancer.")
    )
    return redirect("jury:juror_list", panel.public_id)


@require_POST
def juror_dismiss(request, public_id, juror_id):
    panel = get_object_or_404(Panel.objects.managed_by(request.user), public_id=public_id)
    juror = get_object_or_404(panel.jurors.in_office(), public_id=juror_id)
    actions.dismiss_juror(juror, request.user)
    messages.success(request, _("{name} ne siège plus dans ce jury.").format(name=juror))
    return redirect("jury:juror_list", panel.public_id)
