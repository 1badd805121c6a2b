"""Who reads what, and what each one thinks of it."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from essaim.applications.models import Application
from essaim.base.ids import new_public_id
from essaim.calls.models import Criterion
from essaim.jury.models.panel import BEFORE_JURY, Conflict, Juror


class AssignmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A juror's own readings, minus every file of an organisation in conflict, once declared."""
        if not user.is_authenticated:
            return self.none()
        own = self.filter(juror__user=user, juror__left_at=None, juror__declaration__isnull=False)
        return own.free_of_conflict().filter(application__status__in=BEFORE_JURY)

    def free_of_conflict(self):
        """Readings that count: the juror neither withdrew nor has a link with the organisation."""
        conflicts = Conflict.objects.binding().filter(
            juror=models.OuterRef("juror"),
            organisation=models.OuterRef("application__organisation"),
        )
        return self.exclude(status=Assignment.Status.RECUSED).exclude(models.Exists(conflicts))


class Assignment(models.Model):
    """A juror reads an application."""

    class Status(models.TextChoices):
        ASSIGNED = "assigned", _("à lire")
        READING = "reading", _("en lecture")
        REVIEWED = "reviewed", _("évaluée")
        RECUSED = "recused", _("déport")

    TRANSITIONS = {
        Status.ASSIGNED: [Status.READING, Status.REVIEWED, Status.RECUSED],
        Status.READING: [Status.REVIEWED, Status.RECUSED],
        Status.REVIEWED: [Status.RECUSED, Status.READING],
    }

    public_id = models.CharField(max_length=14, unique=True, default=new_public_id, editable=False)
    juror = models.ForeignKey(Juror, models.CASCADE, related_name="assignments")
    application = models.ForeignKey(Application, models.PROTECT, related_name="assignments")
    status = models.CharField(max_length=10, choices=Status, default=Status.ASSIGNED)
    assigned_at = models.DateTimeField(default=timezone.now)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("lecture")
        verbose_name_plural = _("lectures")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["juror", "application"], name="one_reading_per_juror_and_application"
            )
        ]

    def __str__(self):
        return f"{self.juror} – {self.application}"

    def get_absolute_url(self):
        return reverse("jury:reading_detail", args=[self.public_id])


class Review(models.Model):
    """A juror's whole evaluation of one application; after a recusal it is kept, never counted."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("en cours")
        SUBMITTED = "submitted", _("rendue")
        LOCKED = "locked", _("close")

    HANDED_IN = (Status.SUBMITTED, Status.LOCKED)
    TRANSITIONS = {
        Status.DRAFT: [Status.SUBMITTED],
        Status.SUBMITTED: [Status.DRAFT, Status.LOCKED],
    }

    assignment = models.OneToOneField(Assignment, models.CASCADE, related_name="review")
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    comment = models.TextField(_("commentaire"), blank=True)
    questions = models.TextField(_("questions à poser"), blank=True)
    # Grows with each draft saved: two windows open on one grid never overwrite each other unseen.
    version = models.PositiveIntegerField(default=0)
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("évaluation")
        verbose_name_plural = _("évaluations")

    def __str__(self):
        return f"{self.assignment}"


class Grade(models.Model):
    """One mark on one criterion; no mark means « sans avis » and is never counted as zero."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="grades")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="grades")
    mark = models.PositiveSmallIntegerField(_("note"), null=True, blank=True)
    reason = models.TextField(_("motif"), blank=True)

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["criterion__position"]
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="one_mark_per_criterion"),
            models.CheckConstraint(
                condition=models.Q(mark=None) | models.Q(mark__lte=20), name="mark_within_any_scale"
            ),
        ]

    def __str__(self):
        return f"{self.criterion} : {self.mark}"
