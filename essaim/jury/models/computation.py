"""What the worker computes for a jury: long, heavy, and to be replayed as it was."""

import secrets
from datetime import timedelta

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from essaim.accounts.models import User
from essaim.base.ids import new_public_id
from essaim.jury.models.panel import Panel

SEEDS = 2**31


def new_seed() -> int:
    return secrets.randbelow(SEEDS)


class ComputationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those who run the jury. A result speaks of every file: what a page shows of it leaves
        out the files closed to its reader (Panel.organisations_closed_to)."""
        return self.filter(panel__in=Panel.objects.run_by(user))

    def latest_ready(self, panel: Panel, kind: str) -> "Computation | None":
        """The last result of this kind asked without any « what if »."""
        found = Computation.objects.filter(panel=panel, kind=kind, is_trial=False)
        return found.filter(status=Computation.Status.READY).order_by("-pk").first()


class Computation(models.Model):
    """A plan of readings or a ranking, computed by the worker.

    Seed, hash of what was read and version of the code are kept, so that the same row computed
    again gives the same result.
    """

    class Kind(models.TextChoices):
        PLAN = "plan", _("plan de lecture")
        RANKING = "ranking", _("notes comparables")

    class Status(models.TextChoices):
        QUEUED = "queued", _("en attente")
        RUNNING = "running", _("en cours")
        READY = "ready", _("prêt")
        FAILED = "failed", _("échoué")

    UNDER_WAY = (Status.QUEUED, Status.RUNNING)
    TRANSITIONS = {
        Status.QUEUED: [Status.RUNNING, Status.FAILED],
        Status.RUNNING: [Status.READY, Status.FAILED],
    }
    LEASE = timedelta(minutes=10)

    public_id = models.CharField(max_length=14, unique=True, default=new_public_id, editable=False)
    panel = models.ForeignKey(Panel, models.CASCADE, related_name="computations")
    kind = models.CharField(_("calcul"), max_length=10, choices=Kind)
    status = models.CharField(max_length=7, choices=Status, default=Status.QUEUED)
    parameters = models.JSONField(default=dict)
    # A « what if »: shown to who asked, never taken for the jury's own figures.
    is_trial = models.BooleanField(default=False)
    result = models.JSONField(default=dict)
    error = models.TextField(blank=True)
    seed = models.PositiveIntegerField(default=new_seed)
    instance_hash = models.CharField(max_length=64, blank=True)
    code_version = models.CharField(max_length=120, blank=True)
    asked_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="computations"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True, blank=True)
    ready_at = models.DateTimeField(null=True, blank=True)

    objects = ComputationQuerySet.as_manager()

    class Meta:
        verbose_name = _("calcul du jury")
        verbose_name_plural = _("calculs du jury")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["panel", "kind"],
                condition=models.Q(status__in=["queued", "running"]),
                name="one_computation_of_a_kind_at_a_time",
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.panel}"

    def get_absolute_url(self):
        return reverse("jury:computation_detail", args=[self.public_id])

    @property
    def is_under_way(self) -> bool:
        return self.status in self.UNDER_WAY
