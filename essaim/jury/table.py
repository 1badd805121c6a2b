"""The table of a jury after its reviews: raw figures of each file, without names.

In the order of deposit, always: figures inform, they do not rank.
"""

from dataclasses import dataclass

from essaim.applications.models import Application
from essaim.calls.models import Criterion
from essaim.jury.models import Grade, Panel, Review
from essaim.jury.progress import counting_readings
from essaim.jury.scores import Spread, criterion_means, spread, weighted_mean


@dataclass(frozen=True)
class Row:
    """One file. ``figures`` is None when this reader may not see them (link, or not their file)."""

    application: Application
    is_closed: bool
    figures: Spread | None


@dataclass(frozen=True)
class Voice:
    """One reader's review of one file, as shown in the detail."""

    juror: str
    mean: float | None
    marks: list
    comment: str
    questions: str


def weights_of(panel: Panel) -> dict[int, float]:
    criteria = Criterion.objects.filter(grid__call=panel.call_id)
    return {criterion.pk: float(criterion.weight) for criterion in criteria}


def counted_reviews(panel: Panel):
    """The reviews that count: handed in, by a juror without link."""
    return Review.objects.filter(
        status__in=Review.HANDED_IN, assignment__in=counting_readings(panel)
    )


def marks_by_application(panel: Panel) -> dict[int, dict[int, dict]]:
    """{application: {review: {criterion: mark or None}}}, by primary keys, in two queries."""
    found: dict[int, dict[int, dict]] = {}
    reviews = counted_reviews(panel).values_list("pk", "assignment__application")
    owner = dict(reviews)
    for review, application in owner.items():
        found.setdefault(application, {})[review] = {}
    grades = Grade.objects.filter(review__in=counted_reviews(panel)).order_by()
    for review, criterion, mark in grades.values_list("review", "criterion", "mark"):
        found[owner[review]][review][criterion] = mark
    return found


def figures_of(panel: Panel) -> dict[Application, Spread]:
    """The figures of every file of the panel, whoever asks."""
    weights = weights_of(panel)
    marks = marks_by_application(panel)
    files = panel.files.select_related("organisation")
    return {file: spread(marks.get(file.pk, {}).values(), weights) for file in files}


def rows_for(user, panel: Panel, is_running: bool) -> list[Row]:
    """The table as ``user`` may see it: those who run the jury see all files, a juror their own.

    Files of an organisation in conflict show nothing, for the chair as for anyone.
    """
    closed = panel.organisations_closed_to(user)
    readings = counting_readings(panel).filter(juror__user=user)
    own = set(readings.values_list("application", flat=True))
    return [
        Row(
            file,
            file.organisation_id in closed,
            figures
            if file.organisation_id not in closed and (is_running or file.pk in own)
            else None,
        )
        for file, figures in figures_of(panel).items()
    ]


def voices_on(panel: Panel, application: Application, is_named: bool) -> list[Voice]:
    """Every counted review of one file. Without names they come in an order that tells nobody."""
    criteria = list(Criterion.objects.filter(grid__call=panel.call_id))
    weights = {criterion.pk: float(criterion.weight) for criterion in criteria}
    reviews = counted_reviews(panel).filter(assignment__application=application)
    voices = []
    for review in reviews.select_related("assignment__juror__user").prefetch_related("grades"):
        grades = {grade.criterion_id: grade for grade in review.grades.all()}
        voices.append(
            Voice(
                str(review.assignment.juror) if is_named else "",
                weighted_mean({pk: grade.mark for pk, grade in grades.items()}, weights),
                [(criterion, grades.get(criterion.pk)) for criterion in criteria],
                review.comment,
                review.questions,
            )
        )
    return sorted(voices, key=lambda v: (v.juror, v.mean is None, v.mean, v.comment, v.questions))


def criteria_on(panel: Panel, application: Application) -> list[tuple[Criterion, float | None]]:
    """The plain mean of each criterion over the readers who answered it."""
    criteria = list(Criterion.objects.filter(grid__call=panel.call_id))
    marks = marks_by_application(panel).get(application.pk, {}).values()
    means = criterion_means(marks, [criterion.pk for criterion in criteria])
    return [(criterion, means[criterion.pk]) for criterion in criteria]
