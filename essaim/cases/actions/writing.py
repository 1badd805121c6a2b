"""Opening a sheet from what is already known, and writing it."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from essaim.accounts.actions import advance, log
from essaim.applications.models import Laureate
from essaim.base.exceptions import RuleBroken
from essaim.cases.models import Case, Component, Result, Step
from essaim.cases.permissions import can_edit, can_write_for
from essaim.cases.prefilling import known_steps, known_texts

Part = Component | Step | Result


class NotYours(RuleBroken):
    status = 403
    sentence = _("Vous ne pouvez pas faire cela sur cette fiche. Demandez à son équipe.")


class CaseClosed(RuleBroken):
    sentence = _("Cette fiche est archivée : elle ne change plus.")


@transaction.atomic
def open_case(laureate: Laureate, by) -> Case:
    """The sheet of a laureate, opened with what the application and the journey already tell.

    Called again, it returns the same sheet and fills only what is still empty.
    """
    if not can_write_for(by, laureate):
        raise NotYours()
    application = laureate.application
    title = (application.title if application else "") or laureate.subject
    case, is_new = Case.objects.get_or_create(
        laureate=laureate,
        defaults={
            "origin": laureate.organisation,
            "title": title[:120],
            "sources": laureate.sources,
            "contact_email": application.owner.email if application else "",
        },
    )
    if is_new:
        log(case, "open", by=by)
        if application:
            case.themes.set(application.themes.all())
    return prefill(case, by)


@transaction.atomic
def prefill(case: Case, by) -> Case:
    """Bring in what the application and the journey tell, where the sheet says nothing yet."""
    case = lock_for_edit(case, by)
    known = known_texts(case.laureate)
    fields = {name: text for name, text in known.items() if text and not getattr(case, name)}
    if fields:
        _write(case, by, **fields)
    steps = known_steps(case.laureate)
    if steps and not case.steps.exists():
        _replace(Step, case, steps)
        _touch(case, by)
    return case


@transaction.atomic
def edit(case: Case, by, **fields) -> Case:
    """Write some fields of the working text. What the public reads does not change before publish."""
    case = lock_for_edit(case, by)
    themes = fields.pop("themes", None)
    if themes is not None and set(themes) != set(case.themes.all()):
        case.themes.set(themes)
        _touch(case, by)
    changed = {name: value for name, value in fields.items() if getattr(case, name) != value}
    if changed:
        _write(case, by, **changed)
    return case


@transaction.atomic
def set_parts(case: Case, components=None, steps=None, results=None, *, by) -> Case:
    """Replace the lists given (dicts of the parts' own fields, in order); None leaves one as it is."""
    case = lock_for_edit(case, by)
    for model, rows in ((Component, components), (Step, steps), (Result, results)):
        if rows is not None:
            _replace(model, case, rows)
    _touch(case, by)
    return case


def lock_for_edit(case: Case, by) -> Case:
    """The row as it is now, held until the transaction ends. Raises NotYours or CaseClosed."""
    case = Case.objects.select_for_update().get(pk=case.pk)
    if case.status == Case.Status.ARCHIVED:
        raise CaseClosed()
    if not can_edit(by, case):
        raise NotYours()
    return case


def _write(case: Case, by, **fields) -> None:
    for name, value in fields.items():
        setattr(case, name, value)
    case.save(update_fields=list(fields))
    _touch(case, by)


def _touch(case: Case, by) -> None:
    """The text changed: an approval given on the earlier one no longer holds."""
    case.changed_at = timezone.now()
    case.save(update_fields=["changed_at"])
    if case.status == Case.Status.READY:
        advance(case, Case.Status.DRAFT, by=by, note=str(_("texte modifié")), review_asked_at=None)
    log(case, "edit", by=by)


def _replace(model: type[Part], case: Case, rows: list[dict]) -> None:
    model.objects.filter(case=case).delete()
    model.objects.bulk_create(
        model(case=case, position=position, **row) for position, row in enumerate(rows, start=1)
    )


@transaction.atomic
def save_part(case: Case, part: Part, by) -> Part:
    """Add a component, a step or a result at the end of its list, or write it again in its place."""
    case = lock_for_edit(case, by)
    if part.pk is None:
        part.case = case
        last = type(part).objects.filter(case=case).aggregate(last=Max("position"))["last"]
        part.position = (last or 0) + 1
    part.save()
    _touch(case, by)
    return part


@transaction.atomic
def remove_part(part: Part, by) -> None:
    case = lock_for_edit(part.case, by)
    part.delete()
    _touch(case, by)


@transaction.atomic
def raise_part(part, by) -> None:
    """Move a part one place up in its list; the first one stays where it is."""
    case = lock_for_edit(part.case, by)
    rows = list(type(part).objects.filter(case=case))
    place = rows.index(part)
    if place:
        rows[place - 1], rows[place] = rows[place], rows[place - 1]
        for position, row in enumerate(rows, start=1):
            row.position = position
        type(part).objects.bulk_update(rows, ["position"])
        _touch(case, by)
