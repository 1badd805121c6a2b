"""The application and its answers."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from essaim.accounts.models import User
from essaim.base.ids import new_public_id
from essaim.calls.models import Call, Question, QuestionSet, Theme, Wave
from essaim.territories.models import Organisation


class ApplicationQuerySet(models.QuerySet):
    def written_by(self, user):
        """Applications that this person owns or was invited to."""
        if not user.is_authenticated:
            return self.none()
        invited = user.co_applications.filter(accepted_at__isnull=False)
        return self.filter(models.Q(owner=user) | models.Q(pk__in=invited.values("application")))

    def writable_by(self, user):
        """Those this person owns, or was invited to with the right to write. The state is another
        question: see permissions.can_write."""
        if not user.is_authenticated:
            return self.none()
        writers = user.co_applications.filter(right="write", accepted_at__isnull=False)
        return self.filter(models.Q(owner=user) | models.Q(pk__in=writers.values("application")))

    def deposited(self):
        """Never a draft, nor one given up before it was deposited."""
        return self.filter(submitted_at__isnull=False).exclude(status__in=Application.UNSUBMITTED)

    def examined_by(self, user):
        """Deposited applications of the calls this person's team runs; drafts are their authors'."""
        return self.deposited().filter(call__in=Call.objects.examined_by(user))

    def visible_to(self, user):
        """Its authors at any time; the programme's team once it is deposited. Jurors read through
        their assignments (jury.Assignment.objects.visible_to)."""
        return self.written_by(user) | self.examined_by(user)


class Application(models.Model):
    """An answer to a call by one organisation, written by one or several people."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("brouillon")
        AWAITING_ENDORSEMENT = "awaiting_endorsement", _("en attente de la direction")
        SUBMITTED = "submitted", _("déposée")
        ADMISSIBLE = "admissible", _("recevable")
        INADMISSIBLE = "inadmissible", _("irrecevable")
        SHORTLISTED = "shortlisted", _("présélectionnée")
        HEARD = "heard", _("auditionnée")
        LAUREATE = "laureate", _("lauréate")
        RESERVE = "reserve", _("liste complémentaire")
        NOT_SELECTED = "not_selected", _("non retenue")
        WITHDRAWN = "withdrawn", _("retirée")

    class Source(models.TextChoices):
        ESSAIM = "essaim", _("Essaim")
        DS = "ds", _("Démarches Simplifiées")
        TABLE = "csv", _("tableau CSV")

    UNSUBMITTED = (Status.DRAFT, Status.AWAITING_ENDORSEMENT)
    JUDGED = (Status.ADMISSIBLE, Status.SHORTLISTED, Status.HEARD)
    DECIDED = (Status.LAUREATE, Status.RESERVE, Status.NOT_SELECTED)
    COLOURS = {
        Status.DRAFT: "honey",
        Status.AWAITING_ENDORSEMENT: "honey",
        Status.ADMISSIBLE: "green",
        Status.LAUREATE: "green",
        Status.INADMISSIBLE: "grey",
        Status.NOT_SELECTED: "grey",
        Status.WITHDRAWN: "grey",
    }
    UNDER_EXAMINATION = _("en cours d’examen")
    _ENDINGS = [Status.LAUREATE, Status.RESERVE, Status.NOT_SELECTED, Status.WITHDRAWN]
    TRANSITIONS = {
        Status.DRAFT: [Status.AWAITING_ENDORSEMENT, Status.SUBMITTED, Status.WITHDRAWN],
        Status.AWAITING_ENDORSEMENT: [Status.DRAFT, Status.SUBMITTED, Status.WITHDRAWN],
        Status.SUBMITTED: [Status.ADMISSIBLE, Status.INADMISSIBLE, Status.WITHDRAWN],
        Status.INADMISSIBLE: [Status.ADMISSIBLE],
        Status.ADMISSIBLE: [Status.SHORTLISTED, Status.HEARD, Status.INADMISSIBLE, *_ENDINGS],
        Status.SHORTLISTED: [Status.HEARD, *_ENDINGS],
        Status.HEARD: _ENDINGS,
        Status.RESERVE: [Status.LAUREATE, Status.NOT_SELECTED, Status.WITHDRAWN],
        Status.LAUREATE: [Status.WITHDRAWN, Status.NOT_SELECTED],
        # Only a correction of published results, on the ground of a rider to the minutes.
        Status.NOT_SELECTED: [Status.LAUREATE],
    }

    public_id = models.CharField(max_length=14, unique=True, default=new_public_id, editable=False)
    call = models.ForeignKey(Call, models.PROTECT, related_name="applications")
    question_set = models.ForeignKey(QuestionSet, models.PROTECT, related_name="applications")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="applications")
    owner = models.ForeignKey(User, models.PROTECT, related_name="applications")
    title = models.CharField(_("titre du projet"), max_length=120, blank=True)
    themes = models.ManyToManyField(
        Theme, verbose_name=_("thèmes"), related_name="applications", blank=True
    )
    # Grows with each change of the title or the themes, as Answer.version does for an answer.
    version = models.PositiveIntegerField(default=0)
    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT)
    # The wave of a rolling call in which it was deposited.
    wave = models.ForeignKey(
        Wave, models.PROTECT, null=True, blank=True, related_name="applications"
    )
    examiner = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="examined_applications",
        verbose_name=_("suivie par"),
    )
    source = models.CharField(
        _("reçue par"), max_length=10, choices=Source, default=Source.ESSAIM, editable=False
    )
    external_number = models.CharField(
        _("numéro d’origine"), max_length=60, blank=True, editable=False
    )
    # The addresses of earlier owners to whom more time was given: it stays with the application.
    timed_as = models.JSONField(default=list, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True, blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("candidature")
        verbose_name_plural = _("candidatures")
        ordering = ["-pk"]
        indexes = [
            # The list of a call, latest deposit first, and how many there are in each state.
            models.Index(fields=["call", "-submitted_at", "-id"], name="application_by_deposit"),
            models.Index(fields=["call", "status", "submitted_at"], name="application_by_status"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "organisation", "owner"],
                condition=~models.Q(status="withdrawn"),
                name="one_application_per_call_body_and_owner",
            ),
            models.UniqueConstraint(
                fields=["call", "source", "external_number"],
                condition=~models.Q(external_number=""),
                name="one_application_per_imported_number",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["draft", "awaiting_endorsement", "withdrawn"])
                | models.Q(submitted_at__isnull=False),
                name="deposited_application_has_its_time",
            ),
        ]

    def __str__(self):
        return self.title or str(_("Projet sans titre"))

    def get_absolute_url(self):
        return reverse("applications:application_detail", args=[self.public_id])

    @property
    def origin(self) -> str:
        """« Démarches Simplifiées, n° 1234567 », empty for what was written here."""
        if self.source == self.Source.ESSAIM:
            return ""
        return _("{tool}, n° {number}").format(
            tool=self.get_source_display(), number=self.external_number
        )

    @property
    def is_editable(self) -> bool:
        """Not deposited yet: its authors may still write."""
        return self.status in self.UNSUBMITTED

    @property
    def timed_for(self) -> list[str]:
        """The addresses whose extensions hold for it: its owner's, and those it was handed over with."""
        return [self.owner.email, *self.timed_as]

    @property
    def phase(self) -> str:
        """Where the call stands for its owner, whose closing may be later than everyone's."""
        return self.call.phase_at(timezone.now(), *self.timed_for)

    @property
    def closing_at(self):
        """Until when its owner may deposit it, or could; None when no wave is announced."""
        return self.call.own_closing_at(*self.timed_for)

    def takes_writing_at(self, now) -> bool:
        """Whether the call still lets its authors write, at ``now``."""
        return self.call.takes_drafts_at(now, *self.timed_for)

    def closing_met(self, now):
        """The closing for which a deposit begun at ``now`` is in time (calls.Closing), or None."""
        return self.call.closing_met(now, *self.timed_for)

    @property
    def results_expected(self) -> str:
        """When its wave, or its call, expects to answer, as precise as it is known."""
        return self.wave.results_expected if self.wave_id else self.call.results_expected

    @property
    def results_at(self):
        """When the results of its wave, or of its call, were published; None until then."""
        return self.wave.results_at if self.wave_id else self.call.results_at

    @property
    def opinion_follows(self) -> bool:
        """Its call lets the direction answer in the days that follow the deposit. What was received
        by another tool brought its opinion along.
        """
        is_ours = self.source == self.Source.ESSAIM
        return is_ours and self.call.endorsement_rule == Call.EndorsementRule.AFTER_DEPOSIT

    @property
    def awaits_opinion(self) -> bool:
        """Deposited, and the opinion may still come: see opinion_follows."""
        return self.opinion_follows and self.status == self.Status.SUBMITTED

    @property
    def opinion_due_at(self):
        """Until when the direction's opinion is expected: the closing that its owner knows or, once
        deposited, the end of the last day given by the call. None when no date is known.
        """
        if not self.awaits_opinion:
            return self.closing_at
        zone = ZoneInfo(self.call.time_zone)
        day = timezone.localtime(self.submitted_at, zone).date()
        day += timedelta(days=self.call.endorsement_days)
        return datetime.combine(day, time(23, 59), zone)

    @property
    def tag_colour(self) -> str:
        """The colour that repeats the state, for those who see it."""
        return self.COLOURS.get(self.status, "")

    @property
    def public_status(self) -> str:
        """The label shown to the applicant: a decision stays unseen until it is announced.

        A jury's decision is announced with the results of the call, an inadmissibility by its
        letter (prefetch ``letters`` when listing).
        """
        status = self.Status(self.status)
        if status in self.DECIDED and not self.results_at:
            return str(self.UNDER_EXAMINATION)
        if status == self.Status.INADMISSIBLE and not any(
            letter.is_sent_inadmissibility for letter in self.letters.all()
        ):
            return str(self.UNDER_EXAMINATION)
        return str(status.label)


class Answer(models.Model):
    """One answer; ``version`` grows at each change so that two people never overwrite each other.

    A question without a row is at version 0.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    value = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("réponse")
        verbose_name_plural = _("réponses")
        constraints = [
            models.UniqueConstraint(
                fields=["application", "question"], name="one_answer_per_question"
            )
        ]

    def __str__(self):
        return f"{self.question} : {self.value[:60]}"
