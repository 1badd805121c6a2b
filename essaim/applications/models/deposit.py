"""What is left of a deposit: the frozen content and its numbered proof."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from essaim.applications.models.application import Application
from essaim.calls.models import Call


class ApplicationVersion(models.Model):
    """The frozen content of an application, with the SHA-256 of its canonical JSON."""

    class Reason(models.TextChoices):
        DEPOSIT = "deposit", _("dépôt")
        COMPLETION = "completion", _("compléments")
        IMPORT = "import", _("reprise d’un autre outil")

    application = models.ForeignKey(Application, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(default=1)
    reason = models.CharField(max_length=12, choices=Reason, default=Reason.DEPOSIT)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    frozen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("version de candidature")
        verbose_name_plural = _("versions de candidature")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="one_version_per_number")
        ]

    def __str__(self):
        return f"{self.application}, v{self.number}"


class Receipt(models.Model):
    """The numbered proof of a deposit.

    The idempotency key makes a repeated request give the same one; numbers follow one another
    within a call.
    """

    application = models.OneToOneField(Application, models.PROTECT, related_name="receipt")
    version = models.OneToOneField(ApplicationVersion, models.PROTECT, related_name="receipt")
    number = models.CharField(_("numéro"), max_length=30, unique=True)
    call = models.ForeignKey(Call, models.PROTECT, related_name="+")
    sequence = models.PositiveIntegerField()
    idempotency_key = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField(_("reçu le"))

    class Meta:
        verbose_name = _("accusé de réception")
        verbose_name_plural = _("accusés de réception")
        constraints = [
            models.UniqueConstraint(fields=["call", "sequence"], name="one_receipt_per_sequence")
        ]

    def __str__(self):
        return self.number
