"""The sitting: its date, its room, and the decision on each file."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from essaim.jury import actions
from essaim.jury.actions.decision import what_prevents_closing
from essaim.jury.agenda import agenda_of
from essaim.jury.forms import (
    AdjournmentForm,
    AttendanceForm,
    DecisionForm,
    RecusalForm,
    SessionForm,
)
from essaim.jury.ics import session_ics
from essaim.jury.models import Panel, Session
from essaim.jury.permissions import presides, runs, seat_of
from essaim.jury.sitting import Room
from essaim.jury.table import marks_of, rows_for
from essaim.jury.views.acting import attempt, posted, render_form


def _session(request, public_id) -> Session:
    sessions = Session.objects.visible_to(request.user).select_related("panel__call__programme")
    return get_object_or_404(sessions, public_id=public_id)


def _run_session(request, public_id) -> Session:
    sessions = Session.objects.run_by(request.user).select_related("panel__call")
    return get_object_or_404(sessions, public_id=public_id)


def session_plan(request, public_id):
    panel = get_object_or_404(Panel.objects.run_by(request.user), public_id=public_id)
    form = SessionForm(posted(request))
    if request.method == "POST" and attempt(
        form, lambda: actions.plan_session(panel, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("Séance prévue. Envoyez maintenant les convocations."))
        return redirect(panel.sessions.latest("pk"))
    return render_form(request, "jury/session_plan.html", {"form": form, "panel": panel})


@require_GET
def session_detail(request, public_id):
    session = _session(request, public_id)
    context = {
        "session": session,
        "panel": session.panel,
        "room": Room(session),
        "agenda": agenda_of(session, request.user),
        "is_running": runs(request.user, session.panel),
        "is_presiding": presides(request.user, session),
        "is_opened": session.status == Session.Status.OPENED,
        "adjournment": AdjournmentForm(),
    }
    is_closing = context["is_presiding"] and context["is_opened"]
    context["missing"] = what_prevents_closing(session) if is_closing else []
    return render(request, "jury/session_detail.html", context)


@require_GET
def calendar(request, public_id):
    session = _session(request, public_id)
    url = settings.SITE_URL + session.get_absolute_url()
    text = session_ics(session, url, timezone.now())
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="jury.ics"'
    return response


@require_POST
def session_convene(request, public_id):
    session = actions.convene(_run_session(request, public_id), request.user)
    messages.success(request, _("Convocations envoyées."))
    return redirect(session)


@require_POST
def session_open(request, public_id):
    session = actions.open_session(_run_session(request, public_id), request.user)
    messages.success(request, _("Séance ouverte. Les déports connus sont notés."))
    return redirect(session)


def attendance_edit(request, public_id):
    session = _run_session(request, public_id)
    room = Room(session)
    form = AttendanceForm(room.jurors, room.presence, posted(request))
    if request.method == "POST" and attempt(
        form, lambda: actions.record_attendances(session, form.presences(), request.user)
    ):
        messages.success(request, _("Présences notées."))
        return redirect(session)
    return render_form(request, "jury/attendance_edit.html", {"form": form, "session": session})


@require_POST
def session_adjourn(request, public_id):
    session = _run_session(request, public_id)
    form = AdjournmentForm(request.POST)
    if attempt(form, lambda: actions.adjourn(session, request.user, form.cleaned_data["reason"])):
        messages.success(request, _("Séance ajournée. Ce qui a été décidé est gardé."))
    else:
        messages.error(request, _("Écrivez le motif de l’ajournement."))
    return redirect(session)


@require_POST
def session_close(request, public_id):
    session = _run_session(request, public_id)
    actions.close_session(session, request.user)
    messages.success(request, _("Séance close. Relisez le procès-verbal, puis signez-le."))
    return redirect("jury:minutes_detail", session.public_id)


def deliberation_edit(request, public_id, application_id):
    session = _session(request, public_id)
    item = _item(request, session, application_id)
    form = DecisionForm(posted(request), instance=item.deliberation)
    if request.method == "POST" and attempt(
        form,
        lambda: actions.decide(item.deliberation, by=request.user, **form.cleaned_data),
    ):
        messages.success(request, _("Décision enregistrée."))
        return redirect(session)
    return render_form(
        request, "jury/deliberation_edit.html", _decision_context(request, session, item, form)
    )


def _decision_context(request, session, item, form) -> dict:
    panel, application = session.panel, item.deliberation.application
    is_running = runs(request.user, panel)
    return {
        "session": session,
        "panel": panel,
        "item": item,
        "form": form,
        "row": _row(request.user, panel, application, is_running),
        "seat": seat_of(request.user, panel),
        "may_decide": session.status == Session.Status.OPENED
        and presides(request.user, session, application),
        "recusal_form": RecusalForm(_may_recuse(request.user, session)),
    }


def _row(user, panel, application, is_running):
    """The figures of the file, as this person may see them."""
    closed = panel.organisations_closed_to(user)
    rows = rows_for(user, marks_of(panel), closed, is_running)
    return next((row for row in rows if row.application == application), None)


@require_POST
def deliberation_recuse(request, public_id, application_id):
    session = _session(request, public_id)
    application = _item(request, session, application_id).deliberation.application
    form = RecusalForm(_may_recuse(request.user, session), request.POST)
    if attempt(
        form,
        lambda: actions.recuse(
            session, application=application, by=request.user, **form.cleaned_data
        ),
    ):
        messages.success(request, _("Déport noté."))
    else:
        messages.error(request, _("Dites qui sort, et la nature du lien."))
    return redirect(session)


def _item(request, session, application_id):
    """The item of the agenda; 404 if it is not there or closed to this person."""
    for item in agenda_of(session, request.user):
        if item.deliberation.application.public_id == application_id and not item.is_closed:
            return item
    raise Http404


def _may_recuse(user, session):
    """Whoever presides notes anyone's departure; the others, their own."""
    jurors = session.panel.jurors.in_office().select_related("user")
    return jurors if presides(user, session) else jurors.filter(user=user)
