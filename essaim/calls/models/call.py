from datetime import timedelta

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from essaim.base.fuzzy_dates import validate_fuzzy_date
from essaim.calls.models.deadline import (
    Closing,
    MoreTime,
    closing_announced,
    closing_met,
    with_more_time,
)
from essaim.calls.models.programme import Programme, TeamMember
from essaim.calls.models.zones import TIME_ZONES, day_on


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
        return self.filter(
            models.Q(closes_at=None) | models.Q(closes_at__gt=now),
            status=Call.Status.PUBLISHED,
            results_at=None,
            opens_at__lte=now,
        )


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
        AFTER_DEPOSIT = "after_deposit", _("avis favorable attendu dans les jours qui suivent")
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

    cloned_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    is_rolling = models.BooleanField(
        _("au fil de l’eau"),
        default=False,
        help_text=_("L’appel reste ouvert ; les candidatures sont étudiées par vagues."),
    )
    # The clock on which the deadline is announced. Moments are stored in UTC.
    time_zone = models.CharField(
        _("fuseau horaire"), max_length=40, choices=TIME_ZONES, default="Europe/Paris"
    )
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
    endorsement_days = models.PositiveSmallIntegerField(
        _("jours pour recevoir l’avis après le dépôt"), default=15
    )
    completion_days = models.PositiveSmallIntegerField(
        _("jours pour répondre à une demande de compléments"), default=15
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
    cancellation_reason = models.TextField(_("raison de l’annulation"), blank=True)
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
                condition=~models.Q(status="published")
                | models.Q(opens_at__isnull=False, closes_at__isnull=False)
                | models.Q(opens_at__isnull=False, is_rolling=True),
                name="published_call_has_its_dates",
                violation_error_message=_("Un appel publié a une ouverture et une clôture."),
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
    def opening(self) -> str:
        """The opening, as precise as it is known: « 2027-04-12 », « 2020-10 » or nothing."""
        return self.opened or day_on(self.opens_at, self.time_zone)

    @property
    def closing(self) -> str:
        return self.closed or day_on(self.closes_at, self.time_zone)

    @property
    def questions_asked(self):
        """The version that a new application answers: the last one out, or the one prepared
        while the call is a draft. None when there is none."""
        sets = self.question_sets.all()
        if self.status != self.Status.DRAFT:
            sets = sets.exclude(published_at=None)
        return sets.first()

    @property
    def year(self) -> str:
        """The year under which an archive files the call, empty when no date is known."""
        return (self.opening or self.closing or self.jury_met or self.results_expected)[:4]

    @property
    def grace(self) -> timedelta:
        """The technical tolerance after a closing; not announced."""
        return timedelta(minutes=self.grace_minutes)

    @property
    def grace_ends_at(self):
        """The last moment at which a deposit is taken; not announced."""
        return self.closes_at and self.closes_at + self.grace

    def closings(self, *emails: str) -> list[Closing]:
        """Its closings still to be judged, first to last, as the applicant of these addresses knows
        them; without address, as everyone does. Reads waves and extensions (prefetch to list).
        """
        if self.is_rolling:
            waves = [wave for wave in self.waves.all() if wave.results_at is None]
            found = [Closing(wave.closes_at, self.grace, wave.pk) for wave in waves]
        else:
            found = [Closing(self.closes_at, self.grace)] if self.closes_at else []
        given = [
            MoreTime(extension.closed_at, extension.closes_at)
            for extension in (self.extensions.all() if any(emails) else ())
            if extension.email and extension.email in emails
        ]
        return with_more_time(found, given)

    def closing_met(self, now, *emails: str) -> Closing | None:
        """The closing for which a deposit begun at ``now`` is in time, None when it is not."""
        takes = self.takes_drafts_at(now, *emails)
        return closing_met(self.closings(*emails), now) if takes else None

    def own_closing_at(self, *emails: str, now=None):
        """Until when to tell the applicant of these addresses: the next closing, else the last one.

        None for a rolling call whose next wave is not announced.
        """
        now = now or timezone.now()
        closing = closing_announced(self.closings(*emails), now)
        is_between_waves = closing and closing.at <= now and self.takes_drafts_at(now, *emails)
        return closing.at if closing and not (self.is_rolling and is_between_waves) else None

    @property
    def next_closing_at(self):
        """The same for everyone."""
        return self.own_closing_at()

    def phase_at(self, now, *emails: str) -> str:
        """Where the call stands at ``now`` (an aware datetime), for everyone or, where an extension
        was granted, for the applicant of these addresses.
        """
        if self.status in (self.Status.DRAFT, self.Status.CANCELLED):
            return self.Phase(self.status)
        if self.results_at or self.status == self.Status.ARCHIVED:
            return self.Phase.DECIDED
        if self.opens_at is None or now < self.opens_at:
            return self.Phase.UPCOMING
        if self.closes_at is None or now < self.closes_at:
            return self.Phase.OPEN
        own = self.closings(*emails)[-1:] if any(emails) else []
        closes_at = max([self.closes_at, *(closing.at for closing in own)])
        if now < closes_at:
            return self.Phase.OPEN
        return self.Phase.GRACE if now < closes_at + self.grace else self.Phase.CLOSED

    @property
    def phase(self) -> str:
        return self.phase_at(timezone.now())

    def takes_drafts_at(self, now, *emails: str) -> bool:
        """Whether one may write at ``now``. A rolling call is written for between its waves too."""
        return self.phase_at(now, *emails) in (self.Phase.OPEN, self.Phase.GRACE)

    def takes_deposits_at(self, now, *emails: str) -> bool:
        """Whether a deposit whose request began at ``now`` is in time."""
        return self.closing_met(now, *emails) is not None
