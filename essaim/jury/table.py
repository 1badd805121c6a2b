"""The table of a jury after its reviews: raw figures of each file, without names.

In the order of deposit, always: figures inform, they do not rank.
"""

from dataclasses import dataclass
from functools import cached_property

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


@dataclass(frozen=True)
class Marks:
    """Every mark that counts, read once: three queries, and one for the files."""

    panel: Panel
    weights: dict[int, float]
    files: list[Application]
    reviews: list[
        tuple[int, int, str, str]
    ]  # review, application, its public id, juror's public id
    grades: dict[int, dict[int, int | None]]  # {review: {criterion: mark or None}}

    @cached_property
    def by_application(self) -> dict[int, list[dict[int, int | None]]]:
        found: dict[int, list[dict[int, int | None]]] = {}
        for review, application, _file, _juror in self.reviews:
            found.setdefault(application, []).append(self.grades[review])
        return found

    def figures(self) -> dict[Application, Spread]:
        """The figures of every file of the panel, whoever asks."""
        read = self.by_application
        return {file: spread(read.get(file.pk, []), self.weights) for file in self.files}


def marks_of(panel: Panel) -> Marks:
    counted = counted_reviews(panel)
    reviews = list(
        counted.values_list(
            "pk",
            "assignment__application",
            "assignment__application__public_id",
            "assignment__juror__public_id",
        )
    )
    grades: dict[int, dict[int, int | None]] = {review[0]: {} for review in reviews}
    found = Grade.objects.filter(review__in=counted).order_by()
    for review, criterion, mark in found.values_list("review", "criterion", "mark"):
        grades[review][criterion] = mark
    files = list(panel.files.select_related("organisation"))
    return Marks(panel, weights_of(panel), files, reviews, grades)


def figures_of(panel: Panel) -> dict[Application, Spread]:
    return marks_of(panel).figures()


def rows_for(user, marks: Marks, closed: set[int], is_running: bool) -> list[Row]:
    """The table as ``user`` may see it: those who run the jury see all files, a juror their own.

    Files of the organisations ``closed`` show nothing, for the chair as for anyone.
    """
    own: set[int] = set()
    if not is_running:
        readings = counting_readings(marks.panel).filter(juror__user=user)
        own = set(readings.values_list("application", flat=True))
    return [
        Row(
            file,
            file.organisation_id in closed,
            figures
            if file.organisation_id not in closed and (is_running or file.pk in own)
            else None,
        )
        for file, figures in marks.figures().items()
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
    marks = marks_of(panel).by_application.get(application.pk, [])
    means = criterion_means(marks, [criterion.pk for criterion in criteria])
    return [(criterion, means[criterion.pk]) for criterion in criteria]
