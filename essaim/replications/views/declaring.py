"""The adopter declares a replication, and says later what it changed."""

from django.contrib import messages
from django.db.models import Max
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from essaim.cases.models import Case, CaseVersion
from essaim.replications import actions
from essaim.replications.forms import (
    INTENTIONS,
    AdaptationFormSet,
    DeclarationForm,
    StoryForm,
)
from essaim.replications.models import Adaptation, Replication

BUTTONS = ("check", "declare", "change", "csrfmiddlewaretoken")


def _version(public_id: str) -> CaseVersion:
    cases = Case.objects.published().annotate(newest_number=Max("versions__number"))
    case = get_object_or_404(cases.select_related("origin"), public_id=public_id)
    return get_object_or_404(CaseVersion, case=case, number=case.newest_number)


def _seen_at(case: Case, user):
    """Where the sheet may have been seen: its replications by a named adopter."""
    seen = Replication.objects.visible_to(user).of_cases([case])
    return seen.filter(adopter__isnull=False).select_related("adopter")


@require_http_methods(["GET", "HEAD", "POST"])
def replication_declare(request, public_id):
    """Type, check, declare: only the last of the three writes."""
    version = _version(public_id)
    form, parts = _forms(request, version)
    valid = form.is_valid() and parts.is_valid()
    if valid and "declare" in request.POST:
        return _declare(request, version, form.cleaned_data, parts.adaptations())
    context = {"case": version.case, "version": version, "form": form, "parts": parts}
    if valid and "check" in request.POST:
        context |= _typed(request, form, parts.adaptations())
        return render(request, "replications/replication_check.html", context)
    return render(request, "replications/replication_declare.html", context)


def _forms(request, version):
    data = request.POST or None
    seen_at = _seen_at(version.case, request.user)
    form = DeclarationForm(data, seen_at=seen_at, initial=_wanted(request))
    form.fields["adopter"].widget.retour = request.get_full_path()
    return form, AdaptationFormSet(data, components=version.content["components"])


def _wanted(request) -> dict:
    """What the address already says: the intention, where it was seen, the structure just added."""
    return {
        "relation": INTENTIONS.get(request.GET.get("intention")),
        "through": request.GET.get("par"),
        "adopter": request.GET.get("structure"),
        "contact_email": request.user.email,
    }


def _typed(request, form, adaptations) -> dict:
    """What the check page shows, and everything typed, to be sent again as it was."""
    pairs = [(name, v) for name, values in request.POST.lists() for v in values]
    return {
        "typed": [pair for pair in pairs if pair[0] not in BUTTONS],
        "answers": [(field.label, _in_words(field, form)) for field in form],
        "adaptations": [Adaptation(**adaptation) for adaptation in adaptations],
    }


def _in_words(field, form) -> str:
    value = form.cleaned_data[field.name]
    if field.name == "through":
        return value.adopter_name if value else field.field.empty_label
    return dict(getattr(field.field, "choices", ())).get(value, value)


def _declare(request, version, data, adaptations):
    fields = {"through": data.pop("through", None), "adaptations": adaptations}
    adopter, relation = data.pop("adopter"), data.pop("relation")
    try:
        replication = actions.declare(version, adopter, relation, request.user, **fields, **data)
        messages.success(request, _("Merci. La reprise est déclarée."))
    except actions.AlreadyDeclared as refusal:
        messages.info(request, str(refusal))
        replication = refusal.existing
    return redirect(replication)


@require_http_methods(["GET", "HEAD", "POST"])
def replication_edit(request, public_id):
    replications = Replication.objects.written_by(request.user).select_related("adopter")
    replication = get_object_or_404(replications, public_id=public_id)
    form, parts = _story_forms(request, replication)
    if form.is_valid() and parts.is_valid():
        adaptations = parts.adaptations()
        actions.describe(replication, request.user, adaptations=adaptations, **form.cleaned_data)
        messages.success(request, _("C’est enregistré."))
        return redirect(replication)
    context = {"replication": replication, "form": form, "parts": parts}
    return render(request, "replications/replication_edit.html", context)


def _story_forms(request, replication):
    data = request.POST or None
    initial = {name: getattr(replication, name) for name in StoryForm.base_fields}
    edge = replication.parent_edges.select_related("case_version").order_by("pk").first()
    parts = AdaptationFormSet(
        data,
        components=edge.case_version.content["components"],
        existing=replication.adaptations.all(),
    )
    return StoryForm(data, initial=initial), parts
