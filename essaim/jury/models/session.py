"""The sitting: who is there, what is decided on each file, and the minutes of it."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from essaim.accounts.models import User
from essaim.applications.models import Application
from essaim.base.ids import new_public_id
from essaim.jury.models.panel import Juror, Panel


class SessionQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(panel__in=Panel.objects.visible_to(user))

    def run_by(self, user):
        return self.filter(panel__in=Panel.objects.run_by(user))


class Session(models.Model):
    """A sitting of the jury."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("prévue")
        CONVENED = "convened", _("convoquée")
        OPENED = "opened", _("ouverte")
        CLOSED = "closed", _("close")
        ADJOURNED = "adjourned", _("ajournée")

    TRANSITIONS = {
        Status.PLANNED: [Status.CONVENED, Status.OPENED],
        Status.CONVENED: [Status.OPENED, Status.ADJOURNED],
        Status.OPENED: [Status.CLOSED, Status.ADJOURNED],
        Status.ADJOURNED: [Status.CONVENED],
    }

    public_id = models.CharField(max_length=14, unique=True, default=new_public_id, editable=False)
    panel = models.ForeignKey(Panel, models.PROTECT, related_name="sessions")
    planned_at = models.DateTimeField(_("date et heure"))
    place = models.CharField(_("lieu ou lien"), max_length=200)
    convocations = models.PositiveSmallIntegerField(default=0, editable=False)
    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNED)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("séance")
        verbose_name_plural = _("séances")
        ordering = ["planned_at"]

    def __str__(self):
        return f"{self.panel}, {timezone.localtime(self.planned_at):%d/%m/%Y}"

    def get_absolute_url(self):
        return reverse("jury:session_detail", args=[self.public_id])


class Attendance(models.Model):
    """A juror's presence at a sitting."""

    class Presence(models.TextChoices):
        PRESENT = "present", _("présent")
        ABSENT = "absent", _("absent")
        EXCUSED = "excused", _("excusé")

    session = models.ForeignKey(Session, models.CASCADE, related_name="attendances")
    juror = models.ForeignKey(Juror, models.CASCADE, related_name="attendances")
    presence = models.CharField(_("présence"), max_length=8, choices=Presence)
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("présence")
        verbose_name_plural = _("présences")
        constraints = [
            models.UniqueConstraint(fields=["session", "juror"], name="one_attendance_per_session")
        ]

    def __str__(self):
        return f"{self.juror} : {self.get_presence_display()}"


class Recusal(models.Model):
    """A juror leaves the room for one application: no debate, no vote, out of the quorum."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="recusals")
    juror = models.ForeignKey(Juror, models.CASCADE, related_name="recusals")
    application = models.ForeignKey(Application, models.PROTECT, related_name="recusals")
    reason = models.CharField(_("motif"), max_length=200)
    left_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("déport")
        verbose_name_plural = _("déports")
        constraints = [
            models.UniqueConstraint(
                fields=["session", "juror", "application"], name="one_recusal_per_item"
            )
        ]

    def __str__(self):
        return f"{self.juror} – {self.application}"


class Deliberation(models.Model):
    """What a sitting decided on one application; pending until the results are announced."""

    class Outcome(models.TextChoices):
        LAUREATE = "laureate", _("lauréate")
        RESERVE = "reserve", _("liste complémentaire")
        NOT_SELECTED = "not_selected", _("non retenue")

    class Method(models.TextChoices):
        CONSENSUS = "consensus", _("consensus")
        VOTE = "vote", _("vote")

    session = models.ForeignKey(Session, models.CASCADE, related_name="deliberations")
    application = models.ForeignKey(Application, models.PROTECT, related_name="deliberations")
    position = models.PositiveSmallIntegerField(_("ordre de passage"))
    outcome = models.CharField(_("décision"), max_length=14, choices=Outcome, blank=True)
    reserve_rank = models.PositiveSmallIntegerField(
        _("rang sur la liste complémentaire"), null=True, blank=True
    )
    method = models.CharField(_("mode"), max_length=10, choices=Method, blank=True)
    votes_for = models.PositiveSmallIntegerField(_("pour"), null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(_("contre"), null=True, blank=True)
    abstentions = models.PositiveSmallIntegerField(_("abstentions"), null=True, blank=True)
    debate = models.TextField(_("résumé du débat"), blank=True)
    reasons = models.TextField(_("motifs communiqués au candidat"), blank=True)
    advice = models.TextField(_("points à travailler, conseils au candidat"), blank=True)
    criterion_reasons = models.JSONField(_("motifs par critère"), default=dict, blank=True)
    dissent = models.TextField(_("avis contraires"), blank=True)
    voters = models.ManyToManyField(
        Juror, verbose_name=_("ont délibéré"), related_name="deliberations", blank=True
    )
    is_by_casting_vote = models.BooleanField(_("voix prépondérante"), default=False)
    present_count = models.PositiveSmallIntegerField(null=True, blank=True)
    quorum_needed = models.PositiveSmallIntegerField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("délibération du jury")
        verbose_name_plural = _("délibérations du jury")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "application"], name="one_deliberation_per_item"
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="") | models.Q(decided_at__isnull=False),
                name="decision_has_its_time",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="") | ~models.Q(reasons=""),
                name="decision_has_its_reasons",
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome="reserve") | models.Q(reserve_rank__isnull=False),
                name="reserve_has_its_rank",
            ),
        ]

    def __str__(self):
        # Not its outcome: this names it in the journal, before anyone may know.
        return str(self.application)


class Minutes(models.Model):
    """The procès-verbal of a sitting, generated from what was recorded, then signed and frozen."""

    class Status(models.TextChoices):
        TO_SIGN = "to_sign", _("à signer")
        SIGNED = "signed", _("signé")

    TRANSITIONS = {Status.TO_SIGN: [Status.SIGNED]}

    session = models.OneToOneField(Session, models.PROTECT, related_name="minutes")
    status = models.CharField(max_length=8, choices=Status, default=Status.TO_SIGN)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    drawn_at = models.DateTimeField(default=timezone.now)
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("procès-verbal")
        verbose_name_plural = _("procès-verbaux")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status="to_sign")
                | models.Q(signed_by__isnull=False, signed_at__isnull=False),
                name="signed_minutes_have_a_signatory",
            )
        ]

    def __str__(self):
        return f"{self.session}"
