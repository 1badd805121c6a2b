"""What hangs from a replication: its parents, its changes, what the origin says of it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from essaim.accounts.models import User
from essaim.cases.models import CaseVersion
from essaim.replications.models.replication import Replication

NATURE_COLOURS = {"kept": "green", "modified": "honey", "added": "honey", "dropped": "grey"}


class LineageEdge(models.Model):
    """The child declares its parent: a version of a case, or another replication. Never guessed."""

    child = models.ForeignKey(Replication, models.CASCADE, related_name="parent_edges")
    case_version = models.ForeignKey(CaseVersion, models.PROTECT, related_name="child_edges")
    through = models.ForeignKey(
        Replication,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="child_edges",
        verbose_name=_("vue chez un autre repreneur"),
    )
    asserted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    asserted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("filiation")
        verbose_name_plural = _("filiations")
        constraints = [
            models.UniqueConstraint(fields=["child", "case_version"], name="one_edge_per_parent"),
            models.CheckConstraint(
                condition=models.Q(through=None) | ~models.Q(through=models.F("child")),
                name="no_own_parent",
            ),
        ]

    def __str__(self):
        return f"{self.child} ← {self.case_version}"


class Adaptation(models.Model):
    """One change made by the adopter (after the FRAME framework for reporting adaptations)."""

    class Nature(models.TextChoices):
        KEPT = "kept", _("gardé tel quel")
        MODIFIED = "modified", _("modifié")
        ADDED = "added", _("ajouté")
        DROPPED = "dropped", _("laissé de côté")

    class Reason(models.TextChoices):
        BUDGET = "budget", _("budget")
        SIZE = "size", _("taille")
        LAW = "law", _("droit")
        CULTURE = "culture", _("habitudes")
        TOOLS = "tools", _("outils en place")
        USERS = "users", _("demande des usagers")
        OPPORTUNITY = "opportunity", _("occasion")

    replication = models.ForeignKey(Replication, models.CASCADE, related_name="adaptations")
    component = models.CharField(_("élément"), max_length=160)
    nature = models.CharField(_("ce que vous en faites"), max_length=8, choices=Nature)
    reason = models.CharField(_("raison"), max_length=12, choices=Reason, blank=True)
    note = models.TextField(_("en quelques mots"), max_length=600, blank=True)

    class Meta:
        verbose_name = _("adaptation")
        verbose_name_plural = _("adaptations")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.component} : {self.get_nature_display()}"

    @property
    def nature_colour(self) -> str:
        return NATURE_COLOURS.get(self.nature, "")


class Verification(models.Model):
    """The origin, or the programme, confirms a replication or says that it is not one."""

    class Verdict(models.TextChoices):
        CONFIRMED = "confirmed", _("confirmée")
        CONTESTED = "contested", _("contestée")

    replication = models.ForeignKey(Replication, models.CASCADE, related_name="verifications")
    verdict = models.CharField(max_length=10, choices=Verdict)
    level = models.CharField(_("niveau donné"), max_length=20, choices=Replication.Level)
    comment = models.TextField(_("commentaire"), blank=True, max_length=1000)
    verified_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    # Whoever answered by a mailed link has an address and perhaps no account.
    verifier_email = models.EmailField(_("adresse de la personne qui répond"), blank=True)
    verified_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("constat")
        verbose_name_plural = _("constats")
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.replication} : {self.get_verdict_display()}"
