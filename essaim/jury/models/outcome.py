"""What follows a sitting: riders to its minutes, the words of its letters, its results by versions."""

from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from essaim.accounts.models import User
from essaim.calls.models import Call
from essaim.jury.models.panel import Panel
from essaim.jury.models.session import Deliberation, Minutes, Session


class Rider(models.Model):
    """A dated correction of signed minutes, which themselves never change.

    ``sha256`` seals the rider with the seal of what came before it (minutes, then riders in order).
    """

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="riders")
    number = models.PositiveSmallIntegerField(_("numéro"))
    text = models.TextField(_("rectification"))
    reason = models.TextField(_("motif"))
    signed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(default=timezone.now)
    previous_sha256 = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("avenant au procès-verbal")
        verbose_name_plural = _("avenants au procès-verbal")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["minutes", "number"], name="one_rider_per_number")
        ]

    def __str__(self):
        return f"{self.minutes}, {self._meta.verbose_name} {self.number}"


class LetterText(models.Model):
    """The words of a jury for one kind of letter, with placeholders from a closed list."""

    panel = models.ForeignKey(Panel, models.CASCADE, related_name="letter_texts")
    kind = models.CharField(_("courrier"), max_length=14, choices=Deliberation.Outcome)
    subject = models.CharField(_("objet"), max_length=200)
    body = models.TextField(_("texte"))
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("texte de courrier")
        verbose_name_plural = _("textes de courrier")
        constraints = [
            models.UniqueConstraint(fields=["panel", "kind"], name="one_letter_text_per_kind")
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.panel}"


class Announcement(models.Model):
    """The order to publish, which may still be called back for ten minutes."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("dans quelques minutes")
        DONE = "done", _("publié")
        CANCELLED = "cancelled", _("annulé")
        REFUSED = "refused", _("refusé")

    WINDOW = timedelta(minutes=10)
    TRANSITIONS = {Status.WAITING: [Status.DONE, Status.CANCELLED, Status.REFUSED]}

    session = models.ForeignKey(Session, models.CASCADE, related_name="announcements")
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    error = models.TextField(blank=True)

    class Meta:
        verbose_name = _("ordre de publication")
        verbose_name_plural = _("ordres de publication")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session"],
                condition=models.Q(status="waiting"),
                name="one_announcement_waiting",
            )
        ]

    def __str__(self):
        return f"{self.session}"


class ResultVersion(models.Model):
    """The laureates of a sitting as published; a change is a new version, and both are kept."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="result_versions")
    session = models.ForeignKey(Session, models.PROTECT, related_name="result_versions")
    number = models.PositiveSmallIntegerField(_("version"))
    reason = models.TextField(_("motif de la correction"), blank=True)
    laureates = models.JSONField(default=list)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("version des résultats")
        verbose_name_plural = _("versions des résultats")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="one_result_per_number"),
            models.CheckConstraint(
                condition=models.Q(number=1) | ~models.Q(reason=""),
                name="corrected_result_has_its_reason",
            ),
        ]

    def __str__(self):
        return f"{self.session}, {self._meta.verbose_name} {self.number}"
