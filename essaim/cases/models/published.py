"""What the public reads: frozen versions, and the catalogue made from them."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from essaim.accounts.models import User
from essaim.cases.models.case import Case


class CaseVersion(models.Model):
    """A frozen, citable version: what the public reads at /fiches/<id>/v<n>/."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    changes = models.CharField(_("ce qui change"), max_length=300, blank=True)
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("version de fiche")
        verbose_name_plural = _("versions de fiche")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="one_case_version_per_number")
        ]

    def __str__(self):
        return f"{self.case}, v{self.number}"

    def get_absolute_url(self):
        return reverse("replications:case_version", args=[self.case.public_id, self.number])


class CatalogueEntry(models.Model):
    """One published sheet as the public list shows and filters it.

    Written by the publication itself, from the frozen content: the list, its filters and its
    search never show a word that is not in the public version.
    """

    case = models.OneToOneField(Case, models.CASCADE, related_name="catalogue_entry")
    version = models.ForeignKey(CaseVersion, models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    one_line = models.CharField(max_length=500, blank=True)
    place = models.CharField(max_length=250)
    family = models.CharField(max_length=12)
    population = models.PositiveIntegerField(null=True, blank=True)
    departement_code = models.CharField(max_length=3, blank=True)
    departement_name = models.CharField(max_length=80, blank=True)
    region_code = models.CharField(max_length=3, blank=True)
    region_name = models.CharField(max_length=80, blank=True)
    stage = models.CharField(max_length=10, blank=True)
    themes = models.JSONField(default=dict, blank=True)
    published_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("entrée du catalogue des fiches")
        verbose_name_plural = _("catalogue des fiches")
        ordering = ["-published_at", "-pk"]

    def __str__(self):
        return self.title
