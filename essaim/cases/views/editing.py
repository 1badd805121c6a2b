"""Writing a sheet: its working page, its parts, its lists."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.cases import actions
from essaim.cases.content import freeze, unknown_fields
from essaim.cases.desk import PARTS, case_desk, laureates_without_case
from essaim.cases.forms import PART_FORMS, SECTIONS, OpenForm, section_form
from essaim.cases.models import Case
from essaim.cases.permissions import can_edit, manages


def own_case(request, public_id: str) -> Case:
    """The sheet, for those who write it; 404 for anyone else, published or not."""
    cases = Case.objects.written_by(request.user).select_related(
        "laureate__application",
        "laureate__call__programme",
        "origin__departement",
        "origin__region",
    )
    return get_object_or_404(cases, public_id=public_id)


def editable_case(request, public_id: str) -> Case:
    case = own_case(request, public_id)
    if case.status == Case.Status.ARCHIVED:
        raise actions.CaseClosed()
    if not can_edit(request.user, case):
        raise actions.NotYours()
    return case


def case_worklist(request):
    cases = Case.objects.written_by(request.user).select_related("origin", "laureate__call")
    context = {
        "cases": cases.order_by("-changed_at", "pk"),
        "laureates": laureates_without_case(request.user),
    }
    return render(request, "cases/case_worklist.html", context)


@require_POST
def case_open(request):
    form = OpenForm(request.POST, laureates=laureates_without_case(request.user))
    if not form.is_valid():
        raise Http404
    case = actions.open_case(form.cleaned_data["laureate"], request.user)
    messages.success(request, _("La fiche est ouverte, avec ce qui est déjà connu. Complétez-la."))
    return redirect("cases:case_edit", case.public_id)


def case_edit(request, public_id):
    case = own_case(request, public_id)
    unknown = unknown_fields(freeze(case))
    context = {"case": case, "unknown": unknown, "desk": case_desk(case, unknown, request.user)}
    return render(request, "cases/case_edit.html", context)


def case_section(request, public_id, section):
    if section not in SECTIONS:
        raise Http404
    case = editable_case(request, public_id)
    form_class = section_form(section, manages(request.user, case.laureate))
    form = form_class(request.POST or None, instance=case)
    if request.method == "POST" and form.is_valid():
        actions.edit(case, request.user, **form.cleaned_data)
        messages.success(request, _("Enregistré."))
        return redirect("cases:case_edit", public_id)
    title = SECTIONS[section]
    return render(request, "cases/case_section.html", {"case": case, "form": form, "title": title})


@require_POST
def case_prefill(request, public_id):
    actions.prefill(own_case(request, public_id), request.user)
    messages.success(
        request, _("Ce qui était connu a rempli les rubriques vides ; rien n’est effacé.")
    )
    return redirect("cases:case_edit", public_id)


def part_add(request, public_id, kind):
    return _part_form(request, editable_case(request, public_id), kind, part=None)


def part_change(request, public_id, kind, pk):
    case = editable_case(request, public_id)
    return _part_form(request, case, kind, part=_part(case, kind, pk))


@require_POST
def part_remove(request, public_id, kind, pk):
    actions.remove_part(_part(own_case(request, public_id), kind, pk), request.user)
    messages.success(request, _("Enlevé de la liste."))
    return redirect("cases:case_edit", public_id)


@require_POST
def part_raise(request, public_id, kind, pk):
    actions.raise_part(_part(own_case(request, public_id), kind, pk), request.user)
    return redirect("cases:case_edit", public_id)


def _part(case: Case, kind: str, pk: int):
    if kind not in PART_FORMS:
        raise Http404
    return get_object_or_404(PART_FORMS[kind]._meta.model, case=case, pk=pk)


def _part_form(request, case: Case, kind: str, part):
    if kind not in PART_FORMS:
        raise Http404
    form = PART_FORMS[kind](request.POST or None, instance=part)
    if request.method == "POST" and form.is_valid():
        actions.save_part(case, form.save(commit=False), request.user)
        messages.success(request, _("Enregistré."))
        return redirect("cases:case_edit", case.public_id)
    context = {"case": case, "form": form, "title": PARTS[kind].add_title}
    return render(request, "cases/part_edit.html", context)
