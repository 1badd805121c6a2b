"""After the debate: minutes, letters, publication."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from essaim.applications.downloads import pdf_response
from essaim.applications.models import Letter
from essaim.base.pdf import render_pdf
from essaim.jury import actions
from essaim.jury.actions.aftermath import has_place, next_on_reserve
from essaim.jury.actions.results import what_prevents_announcing
from essaim.jury.forms import ApprovalForm, RiderForm
from essaim.jury.mailing import letter_lines, other_letters
from essaim.jury.minutes import seen_without
from essaim.jury.models import Deliberation, Minutes, Session
from essaim.jury.permissions import chairs, manages, presides
from essaim.jury.sitting import items_of
from essaim.jury.views.acting import attempt, posted, render_form
from essaim.jury.waves import results_at


def _minutes(request, public_id) -> Minutes:
    found = Minutes.objects.filter(session__in=Session.objects.visible_to(request.user))
    found = found.select_related("session__panel__call", "signed_by")
    return get_object_or_404(found, session__public_id=public_id)


def _minutes_context(request, public_id) -> dict:
    """The minutes as this person may read them: nothing of the files they are recused from."""
    minutes = _minutes(request, public_id)
    session = minutes.session
    closed = session.panel.organisations_closed_to(request.user)
    files = session.deliberations.filter(application__organisation__in=closed)
    hidden = set(files.values_list("application__public_id", flat=True))
    return {
        "minutes": minutes,
        "session": session,
        "content": seen_without(minutes.content, hidden),
        # The seal of the whole text would betray what the hidden parts may say.
        "is_whole": not hidden,
        "is_presiding": presides(request.user, session),
        "riders": minutes.riders.select_related("signed_by"),
    }


@require_GET
def minutes_detail(request, public_id):
    return render(request, "jury/minutes_detail.html", _minutes_context(request, public_id))


@require_GET
def minutes_pdf(request, public_id):
    context = _minutes_context(request, public_id)
    return pdf_response(render_pdf("jury/minutes_pdf.html", context), "proces-verbal.pdf")


@require_POST
def minutes_sign(request, public_id):
    sessions = Session.objects.run_by(request.user)
    minutes = get_object_or_404(
        Minutes.objects.filter(session__in=sessions).select_related("session__panel"),
        session__public_id=public_id,
    )
    actions.sign_minutes(minutes, request.user)
    messages.success(request, _("Procès-verbal signé. Les courriers peuvent être préparés."))
    return redirect("jury:minutes_detail", public_id)


def rider_create(request, public_id):
    minutes = _minutes(request, public_id)
    if not presides(request.user, minutes.session):
        raise Http404
    form = RiderForm(posted(request))
    if request.method == "POST" and attempt(
        form, lambda: actions.add_rider(minutes, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("Avenant signé et joint au procès-verbal."))
        return redirect("jury:minutes_detail", public_id)
    return render_form(request, "jury/rider_create.html", {"form": form, "minutes": minutes})


def _closed_session(request, public_id) -> Session:
    sessions = Session.objects.run_by(request.user).filter(status=Session.Status.CLOSED)
    return get_object_or_404(sessions.select_related("panel__call__programme"), public_id=public_id)


@require_GET
def letter_list(request, public_id):
    session = _closed_session(request, public_id)
    closed = session.panel.organisations_closed_to(request.user)
    lines = letter_lines(session)
    others = other_letters(session, lines)
    context = {
        "session": session,
        "lines": [x for x in lines if x.item.application.organisation_id not in closed],
        "others": [x for x in others if x.application.organisation_id not in closed],
        "kinds": Deliberation.Outcome.choices,
        "is_manager": manages(request.user, session.panel),
        "may_approve": chairs(request.user, session.panel),
        "announced_at": results_at(session),
    }
    return render(request, "jury/letter_list.html", context)


@require_POST
def letters_prepare(request, public_id):
    session = _closed_session(request, public_id)
    count = len(actions.prepare_letters(session, request.user))
    messages.success(
        request, ngettext("{} courrier prêt.", "{} courriers prêts.", count).format(count)
    )
    return redirect("jury:letter_list", public_id)


@require_POST
def letters_approve(request, public_id):
    session = _closed_session(request, public_id)
    lines = letter_lines(session)
    letters = [line.letter for line in lines if line.is_to_approve]
    letters += [x for x in other_letters(session, lines) if x.status == Letter.Status.DRAFT]
    form = ApprovalForm(letters, request.POST)
    if form.is_valid():
        count = actions.approve_letters(session, form.chosen(), request.user)
        told = ngettext("{} courrier approuvé.", "{} courriers approuvés.", count)
        messages.success(request, told.format(count))
    else:
        messages.error(request, _("Un courrier a changé depuis votre lecture : relisez-le."))
    return redirect("jury:letter_list", public_id)


@require_GET
def results_detail(request, public_id):
    session = _closed_session(request, public_id)
    closed = session.panel.organisations_closed_to(request.user)
    context = {
        "session": session,
        "panel": session.panel,
        "items": [x for x in items_of(session) if x.application.organisation_id not in closed],
        "hidden": bool(closed),
        "missing": what_prevents_announcing(session),
        "is_manager": manages(request.user, session.panel),
        **_publication(session, closed),
    }
    return render(request, "jury/results_detail.html", context)


def _publication(session, closed) -> dict:
    """What was published, what is about to be, and who is next on the reserve list."""
    order = session.announcements.first()
    return {
        "announced_at": results_at(session),
        "order": order,
        "order_status": order.status if order else "",
        "versions": session.result_versions.all(),
        "called": _called(session, closed),
        "has_place": has_place(session),
    }


def _called(session, closed):
    """The next of the reserve list, unless a link closes it to this person."""
    item = next_on_reserve(session)
    return item if item and item.application.organisation_id not in closed else None


@require_POST
def results_announce(request, public_id):
    session = _closed_session(request, public_id)
    actions.schedule_announcement(session, request.user)
    messages.success(request, _("Publication dans dix minutes. Vous pouvez encore l’annuler."))
    return redirect("jury:results_detail", public_id)
