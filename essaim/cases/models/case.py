"""The working text of a sheet, and where it stands."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from essaim.accounts.models import User
from essaim.applications.models import Application, Laureate
from essaim.base.fuzzy_dates import validate_fuzzy_date
from essaim.base.ids import new_public_id
from essaim.calls.models import Call, Theme
from essaim.support.models import Journey
from essaim.territories.models import Organisation


class CaseQuerySet(models.QuerySet):
    def published(self):
        """Sheets the public reads, through their latest CaseVersion."""
        return self.filter(status__in=[Case.Status.PUBLISHED, Case.Status.SUPERSEDED])

    def outside_demonstrations(self):
        """Those that figures may count: what a demonstration call produced never enters them."""
        return self.exclude(laureate__call__is_demonstration=True)

    def written_by(self, user):
        """Sheets this person may write: the laureate's authors, the coaches, the programme's team."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            models.Q(laureate__application__in=Application.objects.written_by(user))
            | models.Q(laureate__journey__in=Journey.objects.filter(coaches__user=user))
            | models.Q(laureate__call__in=Call.objects.managed_by(user))
        )

    def visible_to(self, user):
        """Published sheets for everyone, drafts for those who write them."""
        return self.published() | self.written_by(user)


class Case(models.Model):
    """The sheet of one innovation. These columns are the working text; the public reads CaseVersion.

    A field left empty means « not known »: shown as such to its authors, absent for the public.
    A published sheet stays so while its next version is written: ``step`` tells where that stands.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("brouillon")
        PROJECT_REVIEW = "project_review", _("en relecture par l’équipe lauréate")
        READY = "ready", _("bon à publier")
        PUBLISHED = "published", _("publiée")
        SUPERSEDED = "superseded", _("remplacée")
        ARCHIVED = "archived", _("archivée")

    class Stage(models.TextChoices):
        UNKNOWN = "", _("non connu")
        IDEA = "idea", _("idée")
        TESTED = "tested", _("prototype testé")
        IN_SERVICE = "in_service", _("en service")
        EVALUATED = "evaluated", _("évalué")
        STOPPED = "stopped", _("arrêté")

    class Licence(models.TextChoices):
        ETALAB = "etalab-2.0", _("Licence Ouverte 2.0")
        CC_BY = "CC-BY-4.0", _("Creative Commons Attribution 4.0")

    class Evidence(models.IntegerChoices):
        NONE = 0, _("rien de montré encore")
        DESCRIBED = 1, _("décrite de façon cohérente")
        MEASURED = 2, _("mesurée avant et après")
        COMPARED = 3, _("comparée")
        REPLICATED = 4, _("reprise ailleurs avec des résultats")
        INDEPENDENT = 5, _("reprise de façon indépendante, avec un mode d’emploi")

    TRANSITIONS = {
        Status.DRAFT: [Status.PROJECT_REVIEW, Status.ARCHIVED],
        Status.PROJECT_REVIEW: [Status.DRAFT, Status.READY],
        Status.READY: [Status.DRAFT, Status.PUBLISHED],
        Status.PUBLISHED: [Status.PUBLISHED, Status.SUPERSEDED, Status.ARCHIVED],
    }

    public_id = models.CharField(max_length=14, unique=True, default=new_public_id, editable=False)
    laureate = models.OneToOneField(Laureate, models.PROTECT, related_name="case")
    origin = models.ForeignKey(Organisation, models.PROTECT, related_name="cases")
    themes = models.ManyToManyField(
        Theme, verbose_name=_("thèmes"), related_name="cases", blank=True
    )
    status = models.CharField(max_length=14, choices=Status, default=Status.DRAFT)

    title = models.CharField(_("titre : ce que l’on peut faire maintenant"), max_length=120)
    one_line = models.CharField(_("en une ligne"), max_length=120, blank=True)
    summary = models.TextField(_("en trois phrases"), max_length=500, blank=True)
    stage = models.CharField(_("stade"), max_length=10, choices=Stage, blank=True)
    started = models.CharField(
        _("début des travaux"), max_length=10, blank=True, validators=[validate_fuzzy_date]
    )
    in_service_since = models.CharField(
        _("en service depuis"), max_length=10, blank=True, validators=[validate_fuzzy_date]
    )
    problem = models.TextField(_("la situation avant"), max_length=1500, blank=True)
    solution = models.TextField(_("ce qui existe maintenant"), max_length=2500, blank=True)
    beneficiaries = models.TextField(_("pour qui, combien"), max_length=800, blank=True)
    participation = models.TextField(_("qui a pris part"), max_length=800, blank=True)
    people_needed = models.TextField(
        _("personnes et jours nécessaires"), max_length=800, blank=True
    )
    setup_days = models.PositiveIntegerField(
        _("jours de travail pour mettre en place"), null=True, blank=True
    )
    cost_setup_eur = models.PositiveIntegerField(
        _("dépense pour mettre en place (€)"), null=True, blank=True
    )
    cost_yearly_eur = models.PositiveIntegerField(_("dépense par an (€)"), null=True, blank=True)
    duration_months = models.PositiveSmallIntegerField(
        _("mois entre la décision et la mise en service"), null=True, blank=True
    )
    legal_frame = models.TextField(_("actes nécessaires"), max_length=1000, blank=True)
    context = models.TextField(_("ce qui a aidé ici"), max_length=1500, blank=True)
    difficulties = models.TextField(
        _("ce qui a été difficile ou abandonné"), max_length=1000, blank=True
    )
    success_conditions = models.TextField(
        _("ce qu’il faut pour réussir"), max_length=1000, blank=True
    )
    lessons = models.TextField(_("si c’était à refaire"), max_length=1000, blank=True)
    small_variant = models.TextField(
        _("dans une commune de moins de 1 000 habitants"), max_length=1000, blank=True
    )
    evidence_level = models.PositiveSmallIntegerField(
        _("niveau de preuve"), choices=Evidence, default=Evidence.NONE
    )
    licence = models.CharField(_("licence"), max_length=12, choices=Licence, default=Licence.ETALAB)
    sources = models.TextField(_("sources"), blank=True)
    caution = models.TextField(_("précaution de lecture"), blank=True)
    contact_email = models.EmailField(
        _("adresse de l’équipe d’origine (jamais montrée)"), blank=True
    )
    review_asked_at = models.DateTimeField(_("relecture demandée le"), null=True, blank=True)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(_("bon à publier donné le"), null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("fiche")
        verbose_name_plural = _("fiches")
        ordering = ["-published_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(status__in=["published", "superseded"])
                | models.Q(published_at__isnull=False),
                name="published_case_has_its_time",
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("replications:case_detail", args=[self.public_id])

    @property
    def is_demonstration(self) -> bool:
        return self.laureate is not None and self.laureate.call.is_demonstration

    @property
    def is_published(self) -> bool:
        return self.status in (self.Status.PUBLISHED, self.Status.SUPERSEDED)

    @property
    def is_approved(self) -> bool:
        """Whether the approval was given on the text as it stands now."""
        return self.approved_at is not None and self.approved_at >= self.changed_at

    @property
    def step(self) -> str:
        """The state of the working text; for a published sheet, of the version being prepared."""
        if self.status != self.Status.PUBLISHED:
            return self.Status(self.status)
        if self.changed_at <= self.published_at:
            return self.Status.PUBLISHED
        if self.is_approved:
            return self.Status.READY
        return self.Status.PROJECT_REVIEW if self.review_asked_at else self.Status.DRAFT

    @property
    def step_label(self) -> str:
        label = str(self.Status(self.step).label)
        if self.status == self.Status.PUBLISHED != self.step:
            return _("publiée ; nouvelle version : {step}").format(step=label)
        return label
