"""The scheme that issues calls, its partners, its team and the themes it shares with later stages."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from essaim.accounts.models import User
from essaim.base.fuzzy_dates import validate_fuzzy_date


class Theme(models.Model):
    """One entry of the controlled list that applications, cases and subscriptions share."""

    slug = models.SlugField(unique=True)
    name = models.CharField(_("nom"), max_length=80)

    class Meta:
        verbose_name = _("thème")
        verbose_name_plural = _("thèmes")
        ordering = ["name"]

    def __str__(self):
        return self.name


class Programme(models.Model):
    """The fund or scheme that issues calls."""

    slug = models.SlugField(unique=True)
    name = models.CharField(_("nom"), max_length=120)
    founder = models.CharField(_("fondateur"), max_length=120, blank=True)
    launched = models.CharField(
        _("lancement"), max_length=10, blank=True, validators=[validate_fuzzy_date]
    )
    purpose = models.TextField(_("objet"), blank=True)
    yearly_budget_eur = models.PositiveIntegerField(
        _("budget annuel approximatif (€)"), null=True, blank=True
    )
    service_per_laureate_eur = models.PositiveIntegerField(
        _("valeur approximative de l’accompagnement d’un lauréat (€)"), null=True, blank=True
    )
    support_months = models.PositiveSmallIntegerField(
        _("durée approximative (mois)"), null=True, blank=True
    )
    contact_email = models.EmailField(_("adresse de contact"), blank=True)
    sources = models.TextField(_("sources"), blank=True)

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")

    def __str__(self):
        return self.name


class Partner(models.Model):
    """A body that carries the programme with its founder, and relays it to its members."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="partners")
    name = models.CharField(_("sigle ou nom court"), max_length=120)
    full_name = models.CharField(_("nom complet"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("partenaire")
        verbose_name_plural = _("partenaires")
        ordering = ["pk"]

    def __str__(self):
        return self.name


class TeamMember(models.Model):
    """A person of the programme's team."""

    class Role(models.TextChoices):
        MANAGER = "manager", _("équipe du fonds")
        EXAMINER = "examiner", _("instruction")

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="team")
    user = models.ForeignKey(User, models.CASCADE, related_name="team_roles")
    role = models.CharField(_("rôle"), max_length=10, choices=Role)

    class Meta:
        verbose_name = _("membre de l’équipe")
        verbose_name_plural = _("équipe")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "user"], name="one_team_role_per_programme"
            )
        ]

    def __str__(self):
        return f"{self.user}, {self.get_role_display()}"
