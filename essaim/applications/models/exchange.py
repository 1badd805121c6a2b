"""Files of a call that leave for a table or an archive, or arrive from another tool."""

from datetime import timedelta

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from essaim.accounts.models import User
from essaim.applications.models.application import Application
from essaim.applications.models.files import size_label
from essaim.base.ids import new_public_id
from essaim.calls.models import Call


def export_path(export, _name: str) -> str:
    return f"exports/{export.public_id}"


def import_path(run, _name: str) -> str:
    return f"imports/{run.public_id}"


class ExportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever asked for it, while they are in the team of the call."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(asked_by=user, call__in=Call.objects.examined_by(user))


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

    UNDER_WAY = (Status.QUEUED, Status.RUNNING)
    TRANSITIONS = {
        Status.QUEUED: [Status.RUNNING, Status.FAILED],
        Status.RUNNING: [Status.READY, Status.FAILED, Status.QUEUED],
    }
    LASTS = timedelta(days=7)
    CONTENT_TYPES = {
        Kind.CSV: "text/csv; charset=utf-8",
        Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Kind.ZIP: "application/zip",
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

    objects = ExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["asked_by"],
                condition=models.Q(status__in=["queued", "running"]),
                name="one_running_export_per_person",
            )
        ]

    def __str__(self):
        return f"{self.call}, {self.get_kind_display()}"

    def get_absolute_url(self):
        return reverse("applications:export_detail", args=[self.public_id])

    @property
    def is_under_way(self) -> bool:
        return self.status in self.UNDER_WAY

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 0

    @property
    def progress_key(self) -> str:
        """Changes when there is something new to say aloud: a quarter more, or the end."""
        return str(self.percent // 25) if self.status == self.Status.RUNNING else self.status

    @property
    def progress_sentence(self) -> str:
        if self.status == self.Status.READY:
            return str(_("L’export est prêt."))
        if self.status == self.Status.FAILED:
            return str(_("L’export a échoué."))
        return str(_("Export en préparation : {n} %.")).format(n=self.percent)

    @property
    def tag_colour(self) -> str:
        return {self.Status.READY: "green", self.Status.FAILED: "grey"}.get(self.status, "honey")

    @property
    def name(self) -> str:
        """What the file is called once downloaded: « appel-8-2027-05-12.xlsx »."""
        return f"{self.call.slug}-{timezone.localdate(self.asked_at).isoformat()}.{self.kind}"

    @property
    def kept_until(self):
        return self.ready_at and self.ready_at + self.LASTS

    @property
    def content_type(self) -> str:
        return self.CONTENT_TYPES[self.kind]

    @property
    def size_label(self) -> str:
        return size_label(self.size)


class ImportMapping(models.Model):
    """Which field of another tool answers which question of a call."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="import_mappings")
    source = models.CharField(max_length=10, choices=Application.Source)
    # {field of the other tool: one of mapping.Target, « question:<code> », or "" for left behind}
    fields = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("correspondance d’import")
        verbose_name_plural = _("correspondances d’import")
        constraints = [
            models.UniqueConstraint(fields=["call", "source"], name="one_mapping_per_source")
        ]

    def __str__(self):
        return f"{self.call}, {self.get_source_display()}"


class ImportRunQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The managers of the call: a file of another tool names people not told of us yet."""
        return self.filter(call__in=Call.objects.managed_by(user))


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
    # Documents that the worker has still to bring: each is told in the report.
    files_left = models.PositiveIntegerField(default=0, db_index=True)
    started_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-pk"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("applications:import_detail", args=[self.public_id])

    @property
    def archive_path(self) -> str:
        """Where the ZIP of documents given beside the file is kept, if one was."""
        return f"{self.file.name}.zip"
