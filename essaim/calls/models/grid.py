"""How a call is judged."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from essaim.calls.models.call import Call


class Grid(models.Model):
    """The evaluation grid of a call: weighted criteria, marks from 0 to ``top_mark``."""

    call = models.OneToOneField(Call, models.CASCADE, related_name="grid")
    top_mark = models.PositiveSmallIntegerField(_("note maximale"), default=4)

    class Meta:
        verbose_name = _("grille")
        verbose_name_plural = _("grilles")

    def __str__(self):
        return f"{self.call}"


class Criterion(models.Model):
    grid = models.ForeignKey(Grid, models.CASCADE, related_name="criteria")
    code = models.SlugField()
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("critère"), max_length=120)
    weight = models.DecimalField(
        _("poids"),
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(100)],
    )

    class Meta:
        verbose_name = _("critère")
        verbose_name_plural = _("critères")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["grid", "code"], name="one_code_per_grid")]

    def __str__(self):
        return self.name

    @property
    def call(self) -> Call:
        return self.grid.call


class Anchor(models.Model):
    """What a mark means, in words."""

    criterion = models.ForeignKey(Criterion, models.CASCADE, related_name="anchors")
    mark = models.PositiveSmallIntegerField()
    text = models.CharField(_("repère"), max_length=200)

    class Meta:
        verbose_name = _("repère")
        verbose_name_plural = _("repères")
        ordering = ["mark"]
        constraints = [
            models.UniqueConstraint(fields=["criterion", "mark"], name="one_anchor_per_mark")
        ]

    def __str__(self):
        return f"{self.mark} : {self.text}"
