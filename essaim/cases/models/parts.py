"""The lists of a sheet: what travels, how to go about it, what changed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from essaim.base.fuzzy_dates import validate_fuzzy_date
from essaim.cases.models.case import Case


class Component(models.Model):
    """A part of the innovation that travels, or not."""

    class Role(models.TextChoices):
        CORE = "core", _("noyau : à garder")
        ADAPTABLE = "adaptable", _("à adapter")
        OPTIONAL = "optional", _("facultatif")

    case = models.ForeignKey(Case, models.CASCADE, related_name="components")
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(_("élément"), max_length=160)
    description = models.TextField(_("description"), blank=True, max_length=800)
    role = models.CharField(_("rôle"), max_length=10, choices=Role, blank=True)

    class Meta:
        verbose_name = _("élément")
        verbose_name_plural = _("éléments")
        ordering = ["position", "pk"]

    def __str__(self):
        return self.name


class Step(models.Model):
    case = models.ForeignKey(Case, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField(default=0)
    action = models.CharField(_("étape"), max_length=200)
    when = models.CharField(_("quand, combien de temps"), max_length=80, blank=True)
    pitfall = models.CharField(_("piège"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("étape")
        verbose_name_plural = _("étapes")
        ordering = ["position", "pk"]

    def __str__(self):
        return self.action


class Result(models.Model):
    """What changed: an indicator with its values, or a statement, and where it is said."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="results")
    position = models.PositiveSmallIntegerField(default=0)
    indicator = models.CharField(_("ce qui a changé"), max_length=300)
    before = models.CharField(_("avant"), max_length=80, blank=True)
    after = models.CharField(_("après"), max_length=80, blank=True)
    measured = models.CharField(
        _("date"), max_length=10, blank=True, validators=[validate_fuzzy_date]
    )
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("résultat")
        verbose_name_plural = _("résultats")
        ordering = ["position", "pk"]

    def __str__(self):
        return self.indicator
