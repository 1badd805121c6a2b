"""What a person knows well, said once and kept from one jury to the next."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from essaim.accounts.models import User
from essaim.calls.models import Theme


class Expertise(models.Model):
    """How well a person knows a theme; no row means « not at all »."""

    class Level(models.IntegerChoices):
        NONE = 0, _("pas du tout")
        SOME = 1, _("un peu")
        GOOD = 2, _("bien")
        EXPERT = 3, _("c’est mon métier")

    user = models.ForeignKey(User, models.CASCADE, related_name="expertises")
    theme = models.ForeignKey(Theme, models.CASCADE, related_name="expertises")
    level = models.PositiveSmallIntegerField(_("niveau"), choices=Level)

    class Meta:
        verbose_name = _("compétence")
        verbose_name_plural = _("compétences")
        ordering = ["theme__name"]
        constraints = [
            models.UniqueConstraint(fields=["user", "theme"], name="one_level_per_theme"),
            models.CheckConstraint(
                condition=models.Q(level__gte=1, level__lte=3), name="expertise_level_known"
            ),
        ]

    def __str__(self):
        return f"{self.theme} : {self.get_level_display()}"
