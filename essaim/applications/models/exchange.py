"""Files of a call that leave for a table or an archive, or arrive from another tool."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from essaim.accounts.models import User
from essaim.applications.models.application import Application
from essaim.base.ids import new_public_id
from essaim.calls.models import Call


def export_path(export, _name: str) -> str:
    return f"exports/{export.public_id}"


def import_path(run, _name: str) -> str:
    return f"imports/{run.public_id}"


class Export(models.Model):
    """A table or an archive of the files of a call, made by the worker and kept for a few days."""

    class Kind(models.TextChoices):
        CSV = "csv", _("tableau CSV")
        XLSX = "xlsx", _("classeur Excel")
        ZIP = "zip", _("archive ZIP, avec les fichiers joints")

    class Status(models.TextChoices):
        QUEUED = "queued", _("en attente")
        RUNNING = "running", _("en cours")
        READY = "ready", _("prêt")
        FAILED = "failed", _("échoué")

    TRANSITIONS = {
        Status.QUEUED: [Status.RUNNING, Status.FAILED],
        Status.RUNNING: [Status.READY, Status.FAILED, Status.QUEUED],
    }

    public_id = models.CharField(max_length=14, unique=True, default=new_public_id, editable=False)
    call = models.ForeignKey(Call, models.CASCADE, related_name="exports")
    kind = models.CharField(_("forme"), max_length=4, choices=Kind)
    query = models.CharField(max_length=500, blank=True)
    status = models.CharField(max_length=7, choices=Status, default=Status.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    file = models.FileField(upload_to=export_path, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    error = models.TextField(blank=True)
    asked_by = models.ForeignKey(User, models.CASCADE, related_name="exports")
    asked_at = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True, blank=True)
    ready_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.call}, {self.get_kind_display()}"


class ImportMapping(models.Model):
    """Which field of another tool answers which question of a call."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="import_mappings")
    source = models.CharField(max_length=10, choices=Application.Source)
    # {field of the other tool: « titre », « organisme », « porteur », or the code of a question}
    fields = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("correspondance d’import")
        verbose_name_plural = _("correspondances d’import")
        constraints = [
            models.UniqueConstraint(fields=["call", "source"], name="one_mapping_per_source")
        ]

    def __str__(self):
        return f"{self.call}, {self.get_source_display()}"


class ImportRun(models.Model):
    """One file received from another tool: tried first, then taken in, with what came of each line."""

    class Status(models.TextChoices):
        TRIED = "tried", _("essayé, rien n’est écrit")
        DONE = "done", _("fait")

    TRANSITIONS = {Status.TRIED: [Status.DONE]}

    public_id = models.CharField(max_length=14, unique=True, default=new_public_id, editable=False)
    call = models.ForeignKey(Call, models.CASCADE, related_name="import_runs")
    source = models.CharField(max_length=10, choices=Application.Source)
    name = models.CharField(_("fichier"), max_length=200)
    file = models.FileField(upload_to=import_path)
    status = models.CharField(max_length=5, choices=Status, default=Status.TRIED)
    report = models.JSONField(default=list)
    started_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-pk"]

    def __str__(self):
        return self.name
