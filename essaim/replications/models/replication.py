"""The adopter's own record of what it takes up, and how far it is."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from essaim.accounts.models import User
from essaim.applications.models import Application
from essaim.base.fuzzy_dates import format_fuzzy_date, validate_fuzzy_date
from essaim.base.ids import new_public_id
from essaim.calls.models import Call
from essaim.cases.models import Case
from essaim.territories.models import Organisation


class ReplicationQuerySet(models.QuerySet):
    def public(self):
        """What everyone may read: neither private, nor dismissed by the programme."""
        return self.exclude(visibility=Replication.Visibility.PRIVATE).exclude(
            verification=Replication.Level.DISMISSED
        )

    def counted(self):
        """The published counting rule, version 1 (see replications.counting): public, by a named
        adopter, in service or sustained, at least confirmed by the origin, more than an inspiration."""
        return (
            self.public()
            .filter(
                adopter__isnull=False,
                status__in=Replication.IN_USE,
                verification__in=Replication.CONFIRMED_LEVELS,
            )
            .exclude(relation=Replication.Relation.INSPIRATION)
        )

    def written_by(self, user):
        """Replications this person declared, or whose contact address is this person's own.

        Belonging to the adopter is not enough: anyone may say where they work, whereas the
        address of an account has been proved by a code.
        """
        if not user.is_authenticated:
            return self.none()
        return self.filter(models.Q(declared_by=user) | models.Q(contact_email__iexact=user.email))

    def managed_by(self, user):
        """Replications of the sheets whose programme this person manages."""
        return self.of_cases(Case.objects.filter(laureate__call__in=Call.objects.managed_by(user)))

    def answerable_by(self, user):
        """Replications whose origin this person may speak for, or whose programme they manage.

        The origin speaks through the authors of its application and the sheet's own address.
        """
        if not user.is_authenticated:
            return self.none()
        return self.of_cases(
            Case.objects.filter(
                models.Q(laureate__application__in=Application.objects.written_by(user))
                | models.Q(contact_email__iexact=user.email)
                | models.Q(laureate__call__in=Call.objects.managed_by(user))
            )
        )

    def of_cases(self, cases):
        """Replications declared from any version of these sheets."""
        taken = Replication.objects.filter(parent_edges__case_version__case__in=cases)
        return self.filter(pk__in=taken.values("pk"))

    def visible_to(self, user):
        """Public records for everyone; all of them for the adopter, the origin and the team."""
        if not user.is_authenticated:
            return self.public()
        mine = Replication.objects.written_by(user).values("pk")
        answerable = Replication.objects.answerable_by(user).values("pk")
        public = Replication.objects.public().values("pk")
        return self.filter(
            models.Q(pk__in=public) | models.Q(pk__in=mine) | models.Q(pk__in=answerable)
        )


class Replication(models.Model):
    """An organisation takes up a case: what it keeps, changes and drops, and how far it is."""

    class Relation(models.TextChoices):
        REPRODUCTION = "reproduction", _("duplique : même noyau, peu de changements")
        ADAPTATION = "adaptation", _("adapte : noyau gardé, parties changées")
        PARTIAL = "partial", _("reprend en partie")
        INSPIRATION = "inspiration", _("s’inspire : l’idée seulement")
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
        CONTESTED = "contested", _("contestée par l’origine")
        DISMISSED = "dismissed", _("écartée par le programme")

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

    IN_USE = (Status.IN_SERVICE, Status.SUSTAINED)
    CONFIRMED_LEVELS = (
        Level.CONFIRMED_BY_ORIGIN,
        Level.EVIDENCED,
        Level.VERIFIED_BY_OPERATOR,
    )
    RELATION_TAGS = {
        Relation.REPRODUCTION: _("Dupliquée"),
        Relation.ADAPTATION: _("Adaptée"),
        Relation.PARTIAL: _("Reprise en partie"),
        Relation.INSPIRATION: _("S’en inspire"),
        Relation.MERGE: _("Réunie à d’autres"),
    }

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
        _("où en êtes-vous ?"), max_length=12, choices=Status, default=Status.INTERESTED
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
        return f"{self.adopter_name} : {self.get_relation_display()}"

    @property
    def adopter_name(self) -> str:
        return str(self.adopter) if self.adopter else self.adopter_label

    @property
    def relation_tag(self) -> str:
        """The relation as a short past participle: « Adaptée »."""
        return str(self.RELATION_TAGS[self.relation])

    @property
    def relation_colour(self) -> str:
        return "grey" if self.relation == self.Relation.INSPIRATION else "honey"

    @property
    def verification_colour(self) -> str:
        return "green" if self.is_confirmed else "grey"

    @property
    def status_sentence(self) -> str:
        """« En service depuis mars 2024 », or the state alone when its date is not known."""
        label = str(self.Status(self.status).label)
        label = label[:1].upper() + label[1:]
        if not self.since:
            return label
        is_event = self.status in (self.Status.DECIDED, self.Status.ABANDONED)
        sentence = gettext("{state} ({date})") if is_event else gettext("{state} depuis {date}")
        return sentence.format(state=label, date=format_fuzzy_date(self.since))

    @property
    def is_confirmed(self) -> bool:
        return self.verification in self.CONFIRMED_LEVELS

    @property
    def next_statuses(self) -> list:
        """The states the adopter may pass to now."""
        return self.TRANSITIONS.get(self.status, [])

    def get_absolute_url(self):
        return reverse("replications:replication_detail", args=[self.public_id])
