"""Reading and grading: a draft as often as one likes, then handed in; never after the deadline."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.accounts.actions import advance
from essaim.calls.models import Criterion, Grid
from essaim.jury.exceptions import (
    JurorRecused,
    MarkOutOfScale,
    NotAssigned,
    ReviewChanged,
    ReviewHandedIn,
    ReviewIncomplete,
    ReviewsClosed,
    UnknownCriterion,
)
from essaim.jury.models import Assignment, Grade, Review


@transaction.atomic
def grade(
    assignment: Assignment,
    marks: dict,
    comment: str,
    questions: str,
    by,
    based_on: int | None = None,
) -> Review:
    """Save the draft of a review: ``marks`` maps each criterion answered to (mark or None, reason).

    None is « sans avis »; a criterion left out of ``marks`` is not answered yet. ``based_on`` is the
    version of the review that was on the screen, None when none was shown: raises ReviewChanged if
    another draft was saved since.
    """
    _writable(assignment, by)
    grid = assignment.application.call.grid
    for criterion, (mark, _reason) in marks.items():
        _refuse_mark(grid, criterion, mark)
    review, _is_new = Review.objects.get_or_create(assignment=assignment)
    if review.status != Review.Status.DRAFT:
        raise ReviewHandedIn()
    if based_on is not None and based_on != review.version:
        raise ReviewChanged()
    review.comment, review.questions, review.version = comment, questions, review.version + 1
    review.save(update_fields=["comment", "questions", "version"])
    review.grades.all().delete()
    Grade.objects.bulk_create(
        Grade(review=review, criterion=criterion, mark=mark, reason=reason.strip())
        for criterion, (mark, reason) in marks.items()
    )
    if assignment.status == Assignment.Status.ASSIGNED:
        advance(assignment, Assignment.Status.READING, by=by)
    return review


@transaction.atomic
def submit_review(assignment: Assignment, by) -> Review:
    """Hand in: every criterion is marked with its reason, or left « sans avis »."""
    _writable(assignment, by)
    review = Review.objects.filter(assignment=assignment).first()
    if review is not None and review.status != Review.Status.DRAFT:
        raise ReviewHandedIn()
    missing = what_is_missing(assignment, review)
    if missing or review is None:
        raise ReviewIncomplete(missing)
    advance(review, Review.Status.SUBMITTED, by=by, submitted_at=timezone.now())
    advance(assignment, Assignment.Status.REVIEWED, by=by)
    return review


@transaction.atomic
def take_back_review(assignment: Assignment, by) -> Review:
    """Take back a review handed in: possible as long as nobody can see the others' marks."""
    _writable(assignment, by)
    review = assignment.review
    advance(review, Review.Status.DRAFT, by=by)
    advance(assignment, Assignment.Status.READING, by=by)
    return review


def what_is_missing(assignment: Assignment, review: Review | None) -> list[str]:
    """What a review lacks before it can be handed in, in words; empty when it is complete."""
    grades = {g.criterion_id: g for g in review.grades.all()} if review else {}
    missing = []
    for criterion in Criterion.objects.filter(grid__call=assignment.application.call_id):
        found = grades.get(criterion.pk)
        if found is None:
            missing.append(_("une note ou « sans avis » pour {name}").format(name=criterion))
        elif found.mark is not None and not found.reason:
            missing.append(_("le motif de la note pour {name}").format(name=criterion))
    return missing


def _writable(assignment: Assignment, by) -> None:
    # Whoever writes this reading waits for the others: two windows, two clicks, a late recusal.
    locked = Assignment.objects.select_for_update().filter(pk=assignment.pk).first()
    if locked is None:
        raise NotAssigned()
    assignment.status = locked.status
    if assignment.juror.user_id != by.pk or assignment.juror.left_at:
        raise NotAssigned()
    if not Assignment.objects.filter(pk=assignment.pk).free_of_conflict().exists():
        raise JurorRecused()
    if not Assignment.objects.visible_to(by).filter(pk=assignment.pk).exists():
        raise NotAssigned()
    if assignment.juror.panel.reviews_are_closed:
        raise ReviewsClosed()


def _refuse_mark(grid: Grid, criterion: Criterion, mark) -> None:
    if criterion.grid_id != grid.pk:
        raise UnknownCriterion()
    whole = isinstance(mark, int) and not isinstance(mark, bool)
    if mark is not None and not (whole and 0 <= mark <= grid.top_mark):
        raise MarkOutOfScale(grid.top_mark)
