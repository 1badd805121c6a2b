"""A new call that takes up a past one: what it said and asked, never its dates."""

from django.db import transaction

from essaim.calls.actions.holding import check_manager
from essaim.calls.actions.life import create_call
from essaim.calls.actions.parts import parts_of
from essaim.calls.actions.questions import copy_questions
from essaim.calls.actions.rules import publish_rules
from essaim.calls.models import AdmissibilityCriterion, Anchor, Call, EligibilityQuestion

COPIED = (
    *("summary", "eligibility", "offer", "is_demonstration"),
    *("is_rolling", "time_zone", "grace_minutes"),
    *("laureates_min", "laureates_max"),
    *("endorsement_rule", "endorsement_days", "completion_days"),
)


@transaction.atomic
def clone_call(source: Call, by, title: str) -> Call:
    """Prepare a draft with the texts, questions, grid, self-test, checklist and règlement of ``source``.

    What the source never had comes as in any new call. Raises NotManager.
    """
    check_manager(source, by)
    texts = {name: getattr(source, name) for name in COPIED}
    call = create_call(source.programme, by, title=title, cloned_from=source, **texts)
    if source.questions_asked:
        made = call.question_sets.get()
        made.questions.all().delete()
        copy_questions(source.questions_asked, made)
    if hasattr(source, "grid"):
        _copy_grid(source, call)
    for model in (EligibilityQuestion, AdmissibilityCriterion):
        _copy_parts(model, source, call)
    if rules := source.rules.first():
        publish_rules(call, rules.text, by)
    return call


def _copy_parts(model, source: Call, call: Call) -> None:
    rows = list(parts_of(source, model))
    if not rows:
        return
    parts_of(call, model).delete()
    for row in rows:
        row.pk, row.call = None, call
    model.objects.bulk_create(rows)


def _copy_grid(source: Call, call: Call) -> None:
    call.grid.top_mark = source.grid.top_mark
    call.grid.save(update_fields=["top_mark"])
    call.grid.criteria.all().delete()
    for criterion in source.grid.criteria.prefetch_related("anchors"):
        anchors = list(criterion.anchors.all())
        criterion.pk, criterion.grid = None, call.grid
        criterion.save()
        for anchor in anchors:
            anchor.pk, anchor.criterion = None, criterion
        Anchor.objects.bulk_create(anchors)
