"""A case travels: the adopter's own record, linked to the version it comes from."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from essaim.accounts.models import User
from essaim.applications.models import Application
from essaim.base.fuzzy_dates import validate_fuzzy_date
from essaim.base.ids import new_public_id
from essaim.calls.models import Call
from essaim.cases.models import Case, CaseVersion
from essaim.territories.models import Organisation


class ReplicationQuerySet(models.QuerySet):
    def public(self):
        return self.exclude(visibility=Replication.Visibility.PRIVATE)

    def counted(self):
        """The published counting rule, version 1: in service or sustained, at least confirmed by
        the origin, and more than an inspiration."""
        return self.filter(
            status__in=[Replication.Status.IN_SERVICE, Replication.Status.SUSTAINED],
            verification__in=[
                Replication.Level.CONFIRMED_BY_ORIGIN,
                Replication.Level.EVIDENCED,
                Replication.Level.VERIFIED_BY_OPERATOR,
            ],
        ).exclude(relation=Replication.Relation.INSPIRATION)

    def written_by(self, user):
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            models.Q(declared_by=user) | models.Q(adopter__memberships__user=user)
        ).distinct()

    def answerable_by(self, user):
        """Replications whose origin this person may speak for, or whose programme they manage."""
        if not user.is_authenticated:
            return self.none()
        cases = Case.objects.filter(
            models.Q(laureate__application__in=Application.objects.written_by(user))
            | models.Q(origin__memberships__user=user)
            | models.Q(laureate__call__in=Call.objects.managed_by(user))
        )
        return self.filter(parent_edges__case_version__case__in=cases).distinct()

    def visible_to(self, user):
        """Public records for everyone; private ones for the adopter, the origin and the team."""
        return (self.public() | self.written_by(user) | self.answerable_by(user)).distinct()


class Replication(models.Model):
    """An organisation takes up a case: what it keeps, changes and drops, and how far it is."""

    class Relation(models.TextChoices):
        REPRODUCTION = "reproduction", _("duplique : même noyau, peu de changements")
        ADAPTATION = "adaptation", _("adapte : noyau gardé, parties changées")
        PARTIAL = "partial", _("reprend en partie")
        INSPIRATION = "inspiration", _("s’inspire : l’idée seulement")
        MERGE = "merge", _("réunit plusieurs fiches")

    class Status(models.TextChoices):
        INTERESTED = "interested", _("intéressée")
        STUDYING = "studying", _("à l’étude")
        DECIDED = "decided", _("décidée")
        UNDERWAY = "underway", _("en cours")
        IN_SERVICE = "in_service", _("en service")
        SUSTAINED = "sustained", _("durable (24 mois)")
        SUSPENDED = "suspended", _("suspendue")
        ABANDONED = "abandoned", _("abandonnée")

    class Level(models.TextChoices):
        DECLARED = "declared", _("déclarée")
        CONFIRMED_BY_ORIGIN = "confirmed_by_origin", _("confirmée par l’origine")
        EVIDENCED = "evidenced", _("appuyée par des preuves")
        VERIFIED_BY_OPERATOR = "verified_by_operator", _("vérifiée par le programme")

    class AbandonReason(models.TextChoices):
        COST = "cost", _("coût")
        STAFF = "staff", _("manque de personnes")
        POLITICS = "politics", _("décision politique")
        LEGAL = "legal", _("cadre juridique")
        NO_NEED = "no_need", _("plus de besoin")
        OTHER_SOLUTION = "other_solution", _("autre solution choisie")
        NO_SUPPORT = "no_support", _("manque d’aide")
        OTHER = "other", _("autre raison")

    class Visibility(models.TextChoices):
        PUBLIC = "public", _("publique")
        PRIVATE = "private", _("visible de l’origine et du programme seulement")

    _ENDS = [Status.SUSPENDED, Status.ABANDONED]
    TRANSITIONS = {
        Status.INTERESTED: [
            Status.STUDYING,
            Status.DECIDED,
            Status.UNDERWAY,
            Status.IN_SERVICE,
            *_ENDS,
        ],
        Status.STUDYING: [Status.DECIDED, Status.UNDERWAY, Status.IN_SERVICE, *_ENDS],
        Status.DECIDED: [Status.UNDERWAY, Status.IN_SERVICE, *_ENDS],
        Status.UNDERWAY: [Status.IN_SERVICE, *_ENDS],
        Status.IN_SERVICE: [Status.SUSTAINED, *_ENDS],
        Status.SUSTAINED: _ENDS,
        Status.SUSPENDED: [Status.STUDYING, Status.UNDERWAY, Status.IN_SERVICE, Status.ABANDONED],
    }

    public_id = models.CharField(max_length=14, unique=True, default=new_public_id, editable=False)
    adopter = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="replications"
    )
    # Sources sometimes speak of « 10 stations » or « 17 départements » without naming them.
    adopter_label = models.CharField(
        _("repreneurs, tels que la source les nomme"), max_length=200, blank=True
    )
    relation = models.CharField(_("vous…"), max_length=14, choices=Relation)
    status = models.CharField(
        _("où en êtes-vous ?"), max_length=12, choices=Status, default=Status.INTERESTED
    )
    since = models.CharField(
        _("depuis"), max_length=10, blank=True, validators=[validate_fuzzy_date]
    )
    motive = models.TextField(
        _("le problème d’ici auquel elle répond"), max_length=1000, blank=True
    )
    changes_summary = models.TextField(
        _("ce que vous changez, gardez, laissez"), max_length=1500, blank=True
    )
    abandon_reason = models.CharField(_("raison"), max_length=16, choices=AbandonReason, blank=True)
    abandon_note = models.TextField(_("en quelques mots"), max_length=1000, blank=True)
    verification = models.CharField(
        _("vérification"), max_length=20, choices=Level, default=Level.DECLARED
    )
    visibility = models.CharField(
        _("visibilité"), max_length=8, choices=Visibility, default=Visibility.PUBLIC
    )
    contact_email = models.EmailField(_("adresse pour vous joindre (jamais montrée)"), blank=True)
    declared_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="replications"
    )
    declared_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    sources = models.TextField(_("sources"), blank=True)

    objects = ReplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("reprise")
        verbose_name_plural = _("reprises")
        ordering = ["-declared_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(status="abandoned") | ~models.Q(abandon_reason=""),
                name="abandoned_replication_has_its_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(adopter__isnull=False) | ~models.Q(adopter_label=""),
                name="replication_has_an_adopter",
            ),
        ]

    def __str__(self):
        return f"{self.adopter_name} : {self.get_relation_display()}"

    @property
    def adopter_name(self) -> str:
        return str(self.adopter) if self.adopter else self.adopter_label

    def get_absolute_url(self):
        return reverse("replications:replication_detail", args=[self.public_id])


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
        return f"{self.component} : {self.get_nature_display()}"


class Verification(models.Model):
    """The origin, or the programme, confirms a replication or says that it is not one."""

    class Verdict(models.TextChoices):
        CONFIRMED = "confirmed", _("confirmée")
        CONTESTED = "contested", _("contestée")

    replication = models.ForeignKey(Replication, models.CASCADE, related_name="verifications")
    verdict = models.CharField(max_length=10, choices=Verdict)
    level = models.CharField(max_length=20, choices=Replication.Level)
    comment = models.TextField(_("commentaire"), blank=True, max_length=1000)
    verified_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    verified_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("constat")
        verbose_name_plural = _("constats")
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.replication} : {self.get_verdict_display()}"
