"""What the application and the journey already tell a sheet, so that nothing is typed twice."""

from collections import Counter

from django.db.models import Sum
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from essaim.applications.models import Answer, Laureate
from essaim.support.models import Activity, Journey, Phase

# Field of the sheet ← codes of the questions of the call whose answers open it, in order.
QUESTIONS_OF_FIELD = {
    "problem": ("contexte", "probleme", "deja-tente"),
    "beneficiaries": ("public",),
    "participation": ("equipe",),
}


def known_texts(laureate: Laureate) -> dict[str, str]:
    """Field of the sheet → text: the deposited answers, word for word, then the field activities."""
    answers = Answer.objects.filter(application=laureate.application_id).exclude(application=None)
    told = dict(answers.values_list("question__code", "value"))
    texts = {
        name: "\n\n".join(told[code].strip() for code in codes if told.get(code))
        for name, codes in QUESTIONS_OF_FIELD.items()
    }
    parts = (texts["participation"], _activities(laureate))
    return texts | {"participation": "\n\n".join(text for text in parts if text)}


def known_steps(laureate: Laureate) -> list[dict]:
    """The closed phases of the journey, as steps of the sheet."""
    phases = Phase.objects.filter(journey__laureate=laureate, done_on__isnull=False)
    return [
        {
            "action": _shorten(f"{phase.get_kind_display()} : {phase.outcome}", 200)
            if phase.outcome
            else phase.get_kind_display(),
            "when": _("du {start} au {end}").format(
                start=date_format(phase.starts_on, "DATE_FORMAT"),
                end=date_format(phase.done_on, "DATE_FORMAT"),
            ),
        }
        for phase in phases
    ]


def _activities(laureate: Laureate) -> str:
    """« 2 ateliers, 5 entretiens ; 42 participations. »"""
    journey = Journey.objects.filter(laureate=laureate).first()
    held = Activity.objects.filter(phase__journey=journey) if journey else Activity.objects.none()
    counts = Counter(held.values_list("kind", flat=True))
    if not counts:
        return ""
    kinds = Activity.Kind
    lines = [f"{kinds(kind).label} ({count})" for kind, count in counts.most_common()]
    people = held.aggregate(total=Sum("participants"))["total"]
    if people:
        lines.append(
            ngettext("{n} participation en tout", "{n} participations en tout", people).format(
                n=people
            )
        )
    return _("Pendant l’accompagnement : {list}.").format(list=", ".join(lines))


def _shorten(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
