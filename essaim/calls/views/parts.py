"""The lists of a draft call: its self-test, its checklist of admissibility, its grid."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from essaim.calls import actions
from essaim.calls.forms import (
    AdmissibilityCriterionForm,
    CriterionForm,
    EligibilityQuestionForm,
)
from essaim.calls.models import AdmissibilityCriterion, Call, Criterion, EligibilityQuestion
from essaim.calls.views.finding import find_draft, find_managed
from essaim.calls.views.questions import STEPS


@dataclass(frozen=True)
class Kind:
    """One of these lists: its words, its form, its acts. ``note`` says how it stands as a whole."""

    model: type
    form: type
    title: str | Promise
    lead: str | Promise
    item: str | Promise
    detail: Callable[..., str]
    add: Callable
    edit: Callable = actions.edit_part
    note: Callable[[Iterable], str] = lambda rows: ""


def _weights(rows: Iterable[Criterion]) -> str:
    total = sum(row.weight for row in rows)
    sentence = (
        _("Les poids font {total} % en tout.")
        if total == 100
        else _("Les poids font {total} % en tout : ils doivent faire 100 % avant la publication.")
    )
    return sentence.format(total=number_format(total.normalize() if total else 0, use_l10n=True))


def _expected(row: EligibilityQuestion) -> str:
    sentence = _("réponse attendue : {answer}").format(answer=row.get_expected_display())
    return sentence if row.is_blocking else f"{sentence}, {_('sinon en parler à l’équipe')}"


KINDS = {
    "auto-test": Kind(
        EligibilityQuestion,
        EligibilityQuestionForm,
        gettext_lazy("Le test « Puis-je candidater ? »"),
        gettext_lazy(
            "Quelques questions par oui ou non, avant de commencer. Elles évitent à quelqu’un "
            "d’écrire pour rien. Aucune réponse n’est gardée."
        ),
        gettext_lazy("Question du test"),
        _expected,
        partial(actions.add_part, model=EligibilityQuestion),
    ),
    "recevabilite": Kind(
        AdmissibilityCriterion,
        AdmissibilityCriterionForm,
        gettext_lazy("Critères de recevabilité"),
        gettext_lazy(
            "Ce que l’instruction vérifie sur chaque candidature déposée, avant que le jury ne lise."
        ),
        gettext_lazy("Critère de recevabilité"),
        lambda row: row.rule,
        partial(actions.add_part, model=AdmissibilityCriterion),
    ),
    "grille": Kind(
        Criterion,
        CriterionForm,
        gettext_lazy("Grille d’évaluation"),
        gettext_lazy("Ce que le jury regarde. Les candidats la lisent sur la page de l’appel."),
        gettext_lazy("Critère de la grille"),
        lambda row: f"{number_format(row.weight.normalize(), use_l10n=True)}\u00a0%",
        actions.add_criterion,
        actions.edit_criterion,
        _weights,
    ),
}


def _kind(name: str) -> Kind:
    if name not in KINDS:
        raise Http404
    return KINDS[name]


def part_list(request, slug, name):
    kind, call = _kind(name), find_managed(request.user, slug)
    rows = list(actions.parts_of(call, kind.model))
    context = {
        "call": call,
        "is_draft": call.status == Call.Status.DRAFT,
        "kind": kind,
        "name": name,
        "note": kind.note(rows),
        "rows": [{"part": row, "detail": kind.detail(row)} for row in rows],
    }
    return render(request, "calls/part_list.html", context)


def part_add(request, slug, name):
    kind, call = _kind(name), find_draft(request.user, slug)
    form = kind.form(request.POST or None, call=call)
    if form.is_valid():
        kind.add(call=call, by=request.user, **form.cleaned_data)
        return _saved(request, slug, name)
    context = {"call": call, "kind": kind, "name": name, "form": form, "part": None}
    return render(request, "calls/part_edit.html", context)


def part_edit(request, slug, name, pk):
    kind, call = _kind(name), find_draft(request.user, slug)
    part = get_object_or_404(actions.parts_of(call, kind.model), pk=pk)
    form = kind.form(request.POST or None, instance=part, call=call)
    if form.is_valid():
        kind.edit(part, request.user, **form.cleaned_data)
        return _saved(request, slug, name)
    context = {"call": call, "kind": kind, "name": name, "form": form, "part": part}
    return render(request, "calls/part_edit.html", context)


def _saved(request, slug, name):
    messages.success(request, _("C’est enregistré."))
    return redirect("calls:part_list", slug, name)


@require_POST
def part_move(request, slug, name):
    """One button was pressed: « up » or « down » carries the number of its row."""
    pressed = next((step for step in STEPS if request.POST.get(step, "").isdecimal()), None)
    rows = actions.parts_of(find_draft(request.user, slug), _kind(name).model)
    part = get_object_or_404(rows, pk=request.POST[pressed] if pressed else None)
    actions.move_part(part, request.user, STEPS[pressed])
    return redirect("calls:part_list", slug, name)


@require_POST
def part_remove(request, slug, name, pk):
    rows = actions.parts_of(find_draft(request.user, slug), _kind(name).model)
    actions.remove_part(get_object_or_404(rows, pk=pk), request.user)
    messages.success(request, _("C’est retiré."))
    return redirect("calls:part_list", slug, name)
