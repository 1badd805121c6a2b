"""The dates of a call beyond its own: waves of a rolling call, and more time given."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from essaim.accounts.models import User
from essaim.base.fuzzy_dates import validate_fuzzy_date
from essaim.calls.models.call import Call


class Wave(models.Model):
    """What a rolling call received between two closings, examined together."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="waves")
    number = models.PositiveSmallIntegerField(_("numéro"))
    closes_at = models.DateTimeField(_("clôture"))
    results_expected = models.CharField(
        _("réponse attendue"), max_length=10, blank=True, validators=[validate_fuzzy_date]
    )
    results_at = models.DateTimeField(
        _("publication des résultats"), null=True, blank=True, editable=False
    )

    class Meta:
        verbose_name = _("vague")
        verbose_name_plural = _("vagues")
        ordering = ["closes_at"]
        constraints = [
            models.UniqueConstraint(fields=["call", "number"], name="one_wave_per_number"),
            models.UniqueConstraint(fields=["call", "closes_at"], name="one_wave_per_closing"),
        ]

    def __str__(self):
        return str(_("vague {number}")).format(number=self.number)

    @property
    def grace_ends_at(self):
        """The last moment at which a deposit still belongs to this wave; not announced."""
        return self.closes_at + self.call.grace


class Extension(models.Model):
    """More time, with its reason: for everyone, or for one named applicant."""

    class Kind(models.TextChoices):
        GENERAL = "general", _("pour tous")
        OUTAGE = "outage", _("pour tous, après une interruption du site")
        NAMED = "named", _("pour une personne")

    call = models.ForeignKey(Call, models.PROTECT, related_name="extensions")
    kind = models.CharField(max_length=10, choices=Kind)
    email = models.EmailField(_("adresse électronique du porteur"), blank=True)
    closed_at = models.DateTimeField(_("clôture remplacée"))
    closes_at = models.DateTimeField(_("nouvelle clôture"))
    reason = models.TextField(_("raison"))
    granted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    granted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("prolongation")
        verbose_name_plural = _("prolongations")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="named", email__gt="")
                | ~models.Q(kind="named") & models.Q(email=""),
                name="extension_names_a_person_or_nobody",
            ),
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("closed_at")),
                name="extension_gives_more_time",
                violation_error_message=_("La nouvelle clôture doit être après l’ancienne."),
            ),
        ]

    def __str__(self):
        return f"{self.call}, {self.get_kind_display()}"
