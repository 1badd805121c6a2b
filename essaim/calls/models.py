"""A question is asked: programmes, their calls, rules, questions and evaluation grids."""

from datetime import timedelta
from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
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


class CallQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Published calls for everyone; drafts for the programme's team only."""
        public = models.Q(
            status__in=[Call.Status.PUBLISHED, Call.Status.ARCHIVED, Call.Status.CANCELLED]
        )
        if user.is_authenticated:
            public |= models.Q(programme__in=user.team_roles.values("programme"))
        return self.filter(public)

    def managed_by(self, user):
        """Calls of the programmes whose managers include this person."""
        if not user.is_authenticated:
            return self.none()
        roles = user.team_roles.filter(role=TeamMember.Role.MANAGER)
        return self.filter(programme__in=roles.values("programme"))

    def examined_by(self, user):
        """Calls of the programmes whose team, managers or examiners, includes this person."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(programme__in=user.team_roles.values("programme"))

    def open(self, now=None):
        """Calls that announce themselves as open at ``now`` (grace is silent, so not counted)."""
        now = now or timezone.now()
        return self.filter(status=Call.Status.PUBLISHED, opens_at__lte=now, closes_at__gt=now)


class Call(models.Model):
    """A call for applications. What the clock knows (open, closed) is derived, never stored."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("brouillon")
        PUBLISHED = "published", _("publié")
        ARCHIVED = "archived", _("archivé")
        CANCELLED = "cancelled", _("annulé")

    class Phase(models.TextChoices):
        """Derived from the status and the clock, never stored."""

        DRAFT = "draft", _("en préparation")
        UPCOMING = "upcoming", _("à venir")
        OPEN = "open", _("ouvert")
        GRACE = "grace", _("clos")  # the grace is silent and the same for all
        CLOSED = "closed", _("clos")
        DECIDED = "decided", _("délibéré")
        CANCELLED = "cancelled", _("annulé")

    class EndorsementRule(models.TextChoices):
        BEFORE_DEPOSIT = "before_deposit", _("avis favorable exigé avant le dépôt")
        NOT_ASKED = "not_asked", _("avis non demandé")

    class LaureatesKnown(models.TextChoices):
        COMPLETE = "complete", _("tous connus")
        PARTIAL = "partial", _("en partie connus")
        UNKNOWN = "unknown", _("non retrouvés")

    TRANSITIONS = {
        Status.DRAFT: [Status.PUBLISHED, Status.CANCELLED],
        Status.PUBLISHED: [Status.ARCHIVED, Status.CANCELLED],
    }

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="calls")
    slug = models.SlugField(unique=True)
    number = models.PositiveSmallIntegerField(_("numéro"), null=True, blank=True)
    is_number_deduced = models.BooleanField(_("numéro déduit, non annoncé"), default=False)
    title = models.CharField(_("titre"), max_length=160)
    summary = models.TextField(_("présentation"), blank=True)
    eligibility = models.TextField(_("qui peut candidater"), blank=True)
    offer = models.TextField(_("ce que reçoivent les lauréats"), blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    is_demonstration = models.BooleanField(_("démonstration"), default=False)

    opens_at = models.DateTimeField(_("ouverture"), null=True, blank=True)
    closes_at = models.DateTimeField(_("clôture"), null=True, blank=True)
    grace_minutes = models.PositiveSmallIntegerField(_("tolérance technique (minutes)"), default=15)
    results_at = models.DateTimeField(
        _("publication des résultats"), null=True, blank=True, editable=False
    )
    # For calls known from the press only: as precise as the sources, « 2021-09 » or nothing.
    opened = models.CharField(
        _("ouverture connue"), max_length=10, blank=True, validators=[validate_fuzzy_date]
    )
    closed = models.CharField(
        _("clôture connue"), max_length=10, blank=True, validators=[validate_fuzzy_date]
    )
    jury_met = models.CharField(
        _("jury"), max_length=10, blank=True, validators=[validate_fuzzy_date]
    )
    results_expected = models.CharField(
        _("réponse attendue"), max_length=10, blank=True, validators=[validate_fuzzy_date]
    )
    support_expected = models.CharField(
        _("début de l’accompagnement"), max_length=10, blank=True, validators=[validate_fuzzy_date]
    )

    laureates_min = models.PositiveSmallIntegerField(_("lauréats, au moins"), default=2)
    laureates_max = models.PositiveSmallIntegerField(_("lauréats, au plus"), default=4)
    endorsement_rule = models.CharField(
        _("avis de la direction"),
        max_length=20,
        choices=EndorsementRule,
        default=EndorsementRule.BEFORE_DEPOSIT,
    )
    jurors_count = models.PositiveSmallIntegerField(_("jurés"), null=True, blank=True)
    files_before_jury = models.PositiveSmallIntegerField(
        _("dossiers devant le jury"), null=True, blank=True
    )
    laureates_announced = models.PositiveSmallIntegerField(
        _("lauréats annoncés"), null=True, blank=True
    )
    laureates_known = models.CharField(
        max_length=10, choices=LaureatesKnown, default=LaureatesKnown.COMPLETE
    )
    note = models.TextField(_("note sur les sources"), blank=True)
    sources = models.TextField(_("sources"), blank=True)

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("appel à candidatures")
        verbose_name_plural = _("appels à candidatures")
        ordering = ["-opens_at", "-number"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(opens_at=None)
                | models.Q(closes_at=None)
                | models.Q(opens_at__lt=models.F("closes_at")),
                name="call_opens_before_it_closes",
                violation_error_message=_("L’ouverture doit précéder la clôture."),
            ),
            models.CheckConstraint(
                condition=models.Q(
                    laureates_min__gte=1, laureates_min__lte=models.F("laureates_max")
                ),
                name="call_laureates_range",
                violation_error_message=_(
                    "Le nombre minimal de lauréats doit être inférieur au maximal."
                ),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("calls:call_detail", args=[self.slug])

    @property
    def grace_ends_at(self):
        """The last moment at which a deposit is taken; not announced."""
        return self.closes_at and self.closes_at + timedelta(minutes=self.grace_minutes)

    def phase_at(self, now) -> str:
        """Where the call stands at ``now`` (an aware datetime)."""
        if self.status in (self.Status.DRAFT, self.Status.CANCELLED):
            return self.Phase(self.status)
        if self.results_at or self.status == self.Status.ARCHIVED:
            return self.Phase.DECIDED
        if self.opens_at is None or now < self.opens_at:
            return self.Phase.UPCOMING
        if now < self.closes_at:
            return self.Phase.OPEN
        return self.Phase.GRACE if now < self.grace_ends_at else self.Phase.CLOSED

    @property
    def phase(self) -> str:
        return self.phase_at(timezone.now())

    def takes_deposits_at(self, now) -> bool:
        """Whether a deposit whose request began at ``now`` is in time."""
        return self.phase_at(now) in (self.Phase.OPEN, self.Phase.GRACE)


class Rules(models.Model):
    """The règlement of a call, versioned: a change is a new version."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="rules")
    version = models.PositiveSmallIntegerField(default=1)
    text = models.TextField(_("texte"))
    published_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("règlement")
        verbose_name_plural = _("règlements")
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["call", "version"], name="one_rules_per_version")
        ]

    def __str__(self):
        return f"{self.call}, v{self.version}"


class QuestionSet(models.Model):
    """The questions of a call, versioned: each application keeps the version it answers."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="question_sets")
    version = models.PositiveSmallIntegerField(default=1)

    class Meta:
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["call", "version"], name="one_question_set_per_version")
        ]

    def __str__(self):
        return f"{self.call}, v{self.version}"


class Question(models.Model):
    """One question; its ``code`` is stable from one version and one call to the next."""

    class Kind(models.TextChoices):
        SHORT_TEXT = "short_text", _("texte court")
        LONG_TEXT = "long_text", _("texte long")
        CHOICE = "choice", _("choix")
        NUMBER = "number", _("nombre")

    question_set = models.ForeignKey(QuestionSet, models.CASCADE, related_name="questions")
    code = models.SlugField()
    position = models.PositiveSmallIntegerField()
    section = models.CharField(_("partie"), max_length=80)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.LONG_TEXT)
    label = models.CharField(_("question"), max_length=250)
    help_text = models.TextField(_("aide"), blank=True)
    is_required = models.BooleanField(_("obligatoire"), default=True)
    max_length = models.PositiveIntegerField(_("caractères, au plus"), default=2000)
    choices = models.JSONField(_("choix"), default=list, blank=True)
    is_hidden_from_jury = models.BooleanField(_("cachée aux jurés"), default=False)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["question_set", "code"], name="one_code_per_question_set"
            ),
            models.UniqueConstraint(
                fields=["question_set", "position"], name="one_question_per_position"
            ),
        ]

    def __str__(self):
        return self.label


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
