"""What a juror has to do: declare interests, read, grade, hand in."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from essaim.applications.content import files_for_jury, sections_for_jury
from essaim.applications.downloads import plain_response
from essaim.applications.filehost import from_files_host
from essaim.calls.models import Call
from essaim.jury import actions
from essaim.jury.actions.interests import declaration_text
from essaim.jury.actions.reviews import what_is_missing
from essaim.jury.forms import ConflictForm, DeclarationForm, ReviewForm
from essaim.jury.models import Assignment, InterestDeclaration, Juror, Panel, Review
from essaim.jury.progress import seats_of
from essaim.jury.views.acting import attempt, posted, render_form


@require_GET
def my_readings(request):
    context = {
        "seats": seats_of(request.user),
        "panels": Panel.objects.managed_by(request.user).select_related("call"),
        "calls_without": Call.objects.managed_by(request.user).filter(
            Q(closes_at__isnull=False) | Q(is_rolling=True), panel=None
        ),
    }
    return render(request, "jury/my_readings.html", context)


def interests_declare(request, public_id):
    seats = Juror.objects.in_office().filter(user=request.user).select_related("panel__call")
    juror = get_object_or_404(seats, panel__public_id=public_id)
    own = set(request.user.memberships.values_list("organisation", flat=True))
    form = DeclarationForm(_organisations(juror.panel), own, posted(request))
    if request.method == "POST" and attempt(
        form, lambda: actions.declare_interests(juror, form.links(), request.user)
    ):
        messages.success(request, _("Déclaration signée. Vos lectures sont ouvertes."))
        return redirect("jury:my_readings")
    context = {"form": form, "panel": juror.panel, "text": declaration_text([])}
    context["declaration"] = InterestDeclaration.objects.filter(juror=juror).first()
    return render_form(request, "jury/interests_declare.html", context)


def _organisations(panel):
    """Each applicant organisation once, by name."""
    files = panel.files.select_related("organisation").order_by("organisation__plain_name")
    return list({file.organisation: None for file in files})


def reading_detail(request, public_id):
    reading = _readings(request).filter(public_id=public_id).first()
    if reading is None:
        return _give_back(request, public_id)
    form = _review_form(reading, posted(request))
    if request.method == "POST" and attempt(form, lambda: _save(reading, form, request.user)):
        if "rendre" in request.POST:
            return redirect("jury:review_submit", reading.public_id)
        told = _("Brouillon enregistré. Votre évaluation n’est pas encore rendue.")
        messages.success(request, told)
        return redirect(reading)
    context = {"form": form, "reading": reading, "review": form.review, **_file(reading)}
    context["other"] = _saved_elsewhere(reading, form)
    return render_form(request, "jury/reading_detail.html", context)


def _review_form(reading, data) -> ReviewForm:
    review = Review.objects.filter(assignment=reading).prefetch_related("grades").first()
    grid = reading.application.call.grid
    return ReviewForm(grid.criteria.prefetch_related("anchors"), grid.top_mark, review, data)


def _saved_elsewhere(reading, form) -> Review | None:
    """The draft saved meanwhile, to compare with what was typed; the next save is based on it."""
    found = Review.objects.filter(assignment=reading).prefetch_related("grades__criterion").first()
    shown = form.data.get("version") if form.is_bound else None
    if found is None or shown in (None, str(found.version)):
        return None
    form.data = {**form.data.dict(), "version": found.version}
    return found


def _give_back(request, public_id):
    """The reading is closed to its juror, or never was theirs: what they typed is given back."""
    if request.method != "POST":
        raise Http404
    names = [name for name in request.POST if name.startswith(("reason_", "comment", "questions"))]
    texts = [request.POST[name] for name in names if request.POST[name].strip()]
    own = Assignment.objects.filter(juror__user=request.user, public_id=public_id)
    status = 403 if own.exists() else 404
    return render(request, "jury/reading_closed.html", {"texts": texts}, status=status)


def _file(reading) -> dict:
    """What a juror reads of the application."""
    return {
        "application": reading.application,
        "panel": reading.juror.panel,
        "sections": sections_for_jury(reading.application),
        "attachments": files_for_jury(reading.application),
    }


def _save(reading, form, user):
    found = form.cleaned_data
    actions.grade(
        reading, form.marks(), found["comment"], found["questions"], user, found["version"]
    )


def review_submit(request, public_id):
    reading = _reading(request, public_id)
    if request.method == "POST":
        actions.submit_review(reading, request.user)
        messages.success(request, _("Évaluation rendue. Merci."))
        return redirect("jury:my_readings")
    review = Review.objects.filter(assignment=reading).prefetch_related("grades__criterion").first()
    context = {
        "reading": reading,
        "review": review,
        "application": reading.application,
        "missing": what_is_missing(reading, review),
    }
    return render(request, "jury/review_submit.html", context)


@require_POST
def review_take_back(request, public_id):
    reading = _reading(request, public_id)
    actions.take_back_review(reading, request.user)
    messages.success(request, _("Vous pouvez de nouveau modifier cette évaluation."))
    return redirect(reading)


def reading_recuse(request, public_id):
    reading = _reading(request, public_id)
    organisation = reading.application.organisation
    form = ConflictForm(posted(request))
    if request.method == "POST" and attempt(
        form,
        lambda: actions.declare_conflict(
            reading.juror, organisation, by=request.user, **form.cleaned_data
        ),
    ):
        messages.success(request, _("Lien déclaré. Ce dossier ne vous est plus confié."))
        return redirect("jury:my_readings")
    context = {"form": form, "reading": reading, "organisation": organisation}
    return render_form(request, "jury/reading_recuse.html", context)


@require_GET
@from_files_host
def reading_attachment(request, public_id, attachment_id):
    reading = _reading(request, public_id)
    files = files_for_jury(reading.application)
    found = next((file for file in files if file.public_id == attachment_id), None)
    if found is None:
        raise Http404
    return plain_response(found, request.user)


def _reading(request, public_id) -> Assignment:
    """One of this juror's readings; 404 when it never was, or is closed by a link."""
    return get_object_or_404(_readings(request), public_id=public_id)


def _readings(request):
    return Assignment.objects.visible_to(request.user).select_related(
        "application__organisation", "application__call", "juror__panel", "juror__user"
    )
