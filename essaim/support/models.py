"""Who is accompanied: the laureate's journey, its phases, and the days given."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from essaim.accounts.models import User
from essaim.applications.models import Application, Laureate
from essaim.base.ids import new_public_id
from essaim.calls.models import Call


class Sponsor(models.Model):
    """A body that gives days of its people's skills, or the agency it pays to support a laureate."""

    name = models.CharField(_("nom"), max_length=160, unique=True)
    activity = models.CharField(_("activité"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("mécène")
        verbose_name_plural = _("mécènes")
        ordering = ["name"]

    def __str__(self):
        return self.name


class JourneyQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The programme's managers, the laureate's authors, and the coaches of this journey."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            models.Q(laureate__call__in=Call.objects.managed_by(user))
            | models.Q(laureate__application__in=Application.objects.written_by(user))
            | models.Q(pk__in=Coach.objects.filter(user=user).values("journey"))
        )


class Journey(models.Model):
    """The support of one laureate, about five months in four phases."""

    class Status(models.TextChoices):
        TO_FORMALISE = "to_formalise", _("à formaliser")
        ACTIVE = "active", _("en cours")
        COMPLETED = "completed", _("terminé")
        SUSPENDED = "suspended", _("suspendu")
        STOPPED = "stopped", _("arrêté")

    TRANSITIONS = {
        Status.TO_FORMALISE: [Status.ACTIVE, Status.STOPPED],
        Status.ACTIVE: [Status.COMPLETED, Status.SUSPENDED, Status.STOPPED],
        Status.SUSPENDED: [Status.ACTIVE, Status.STOPPED],
    }

    public_id = models.CharField(max_length=14, unique=True, default=new_public_id, editable=False)
    laureate = models.OneToOneField(Laureate, models.PROTECT, related_name="journey")
    status = models.CharField(max_length=12, choices=Status, default=Status.TO_FORMALISE)
    starts_on = models.DateField(_("début"))
    ends_on = models.DateField(_("fin prévue"))
    objective = models.TextField(_("ce que l’équipe veut obtenir"), blank=True)
    stop_reason = models.TextField(_("motif"), blank=True)

    objects = JourneyQuerySet.as_manager()

    class Meta:
        verbose_name = _("accompagnement")
        verbose_name_plural = _("accompagnements")
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts_on__lte=models.F("ends_on")),
                name="journey_starts_before_it_ends",
                violation_error_message=_("Le début doit précéder la fin."),
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=["stopped", "suspended"])
                | ~models.Q(stop_reason=""),
                name="stopped_journey_has_its_reason",
            ),
        ]

    def __str__(self):
        return f"{self.laureate}"

    def get_absolute_url(self):
        return reverse("support:journey_detail", args=[self.public_id])

    @property
    def is_over(self) -> bool:
        return self.status in (self.Status.COMPLETED, self.Status.STOPPED)


class Coach(models.Model):
    """A person giving support on one journey, on behalf of a sponsor."""

    journey = models.ForeignKey(Journey, models.CASCADE, related_name="coaches")
    user = models.ForeignKey(User, models.PROTECT, related_name="coached_journeys")
    sponsor = models.ForeignKey(Sponsor, models.PROTECT, related_name="coaches")
    skill = models.CharField(_("compétence apportée"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("accompagnateur")
        verbose_name_plural = _("accompagnateurs")
        constraints = [
            models.UniqueConstraint(fields=["journey", "user"], name="one_seat_per_journey")
        ]

    def __str__(self):
        return f"{self.user} ({self.sponsor})"


class SkillsOffer(models.Model):
    """Person-days promised by a sponsor for one journey and one competence."""

    journey = models.ForeignKey(Journey, models.CASCADE, related_name="skills_offers")
    sponsor = models.ForeignKey(Sponsor, models.PROTECT, related_name="skills_offers")
    skill = models.CharField(_("compétence"), max_length=160)
    days = models.DecimalField(
        _("jours promis"),
        max_digits=5,
        decimal_places=1,
        validators=[MinValueValidator(Decimal("0.5"))],
    )

    class Meta:
        verbose_name = _("offre de compétences")
        verbose_name_plural = _("offres de compétences")

    def __str__(self):
        return f"{self.sponsor} : {self.days} j {self.skill}"


class Phase(models.Model):
    """One of the four phases; its state is derived from its dates and its closing."""

    class Kind(models.TextChoices):
        HYPOTHESES = "hypotheses", _("Hypothèses")
        CO_DESIGN = "co_design", _("Co-construction")
        FIELD_TEST = "field_test", _("Test sur le terrain")
        SHARING = "sharing", _("Partage")

    journey = models.ForeignKey(Journey, models.CASCADE, related_name="phases")
    kind = models.CharField(max_length=12, choices=Kind)
    position = models.PositiveSmallIntegerField()
    starts_on = models.DateField(_("début"))
    ends_on = models.DateField(_("fin"))
    outcome = models.TextField(_("ce qui en est sorti"), blank=True)
    done_on = models.DateField(_("close le"), null=True, blank=True)

    class Meta:
        verbose_name = _("phase")
        verbose_name_plural = _("phases")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["journey", "kind"], name="one_phase_per_kind")
        ]

    def __str__(self):
        return self.get_kind_display()


class Milestone(models.Model):
    """Something to be reached by a date within a phase."""

    phase = models.ForeignKey(Phase, models.CASCADE, related_name="milestones")
    name = models.CharField(_("jalon"), max_length=160)
    due_on = models.DateField(_("pour le"))
    reached_on = models.DateField(_("atteint le"), null=True, blank=True)

    class Meta:
        verbose_name = _("jalon")
        verbose_name_plural = _("jalons")
        ordering = ["due_on", "pk"]

    def __str__(self):
        return self.name


class Activity(models.Model):
    """What happened, or is planned, on the ground."""

    class Kind(models.TextChoices):
        VISIT = "visit", _("visite, immersion")
        INTERVIEW = "interview", _("entretien")
        WORKSHOP = "workshop", _("atelier")
        TEST = "test", _("test grandeur nature")
        STEERING = "steering", _("comité de pilotage")
        OTHER = "other", _("autre")

    phase = models.ForeignKey(Phase, models.CASCADE, related_name="activities")
    kind = models.CharField(_("nature"), max_length=10, choices=Kind)
    title = models.CharField(_("intitulé"), max_length=160)
    held_on = models.DateField(_("date"))
    participants = models.PositiveSmallIntegerField(_("participants"), null=True, blank=True)
    learnt = models.TextField(_("ce qu’on en retient"), blank=True)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("activité")
        verbose_name_plural = _("activités")
        ordering = ["held_on", "pk"]

    def __str__(self):
        return self.title


class TimeEntry(models.Model):
    """Days given by one person on one date; validated by both parties before it counts."""

    class Status(models.TextChoices):
        SUBMITTED = "submitted", _("à valider")
        VALIDATED = "validated", _("validé par les deux parties")
        DISPUTED = "disputed", _("contesté")

    TRANSITIONS = {
        Status.SUBMITTED: [Status.VALIDATED, Status.DISPUTED],
        Status.DISPUTED: [Status.SUBMITTED],
    }

    journey = models.ForeignKey(Journey, models.CASCADE, related_name="time_entries")
    coach = models.ForeignKey(Coach, models.PROTECT, related_name="time_entries")
    spent_on = models.DateField(_("jour"))
    days = models.DecimalField(
        _("jours"),
        max_digits=3,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.25")), MaxValueValidator(1)],
    )
    task = models.CharField(_("travail fait"), max_length=200)
    status = models.CharField(max_length=10, choices=Status, default=Status.SUBMITTED)
    dispute_reason = models.TextField(_("ce qui est contesté"), max_length=500, blank=True)
    entered_at = models.DateTimeField(default=timezone.now)
    validated_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    validated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("temps passé")
        verbose_name_plural = _("journal des temps")
        ordering = ["spent_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(status="validated") | models.Q(validated_by__isnull=False),
                name="validated_time_has_a_validator",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="disputed") | ~models.Q(dispute_reason=""),
                name="disputed_time_has_its_reason",
            ),
        ]

    def __str__(self):
        return f"{self.coach}, {self.spent_on}, {self.days} j"
