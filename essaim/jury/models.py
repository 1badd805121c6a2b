"""Who is chosen: the panel, its conflicts, its reading, its sitting and its minutes."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from essaim.accounts.models import User
from essaim.applications.models import Application
from essaim.base.ids import new_public_id
from essaim.calls.models import Call, Criterion
from essaim.territories.models import Organisation


class PanelQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The programme's managers and the panel's own members."""
        if not user.is_authenticated:
            return self.none()
        seated = models.Q(jurors__user=user, jurors__left_at=None)
        return self.filter(models.Q(call__in=Call.objects.managed_by(user)) | seated).distinct()


class Panel(models.Model):
    """The body of jurors of one call, and its rules of decision."""

    public_id = models.CharField(max_length=14, unique=True, default=new_public_id, editable=False)
    call = models.OneToOneField(Call, models.PROTECT, related_name="panel")
    quorum_percent = models.PositiveSmallIntegerField(
        _("quorum (% des voix délibératives)"), default=50
    )
    has_casting_vote = models.BooleanField(_("voix prépondérante de la présidence"), default=True)
    readings_wanted = models.PositiveSmallIntegerField(_("lectures par dossier"), default=3)
    reviews_due_at = models.DateTimeField(_("évaluations attendues"), null=True, blank=True)

    objects = PanelQuerySet.as_manager()

    class Meta:
        verbose_name = _("jury")
        verbose_name_plural = _("jurys")

    def __str__(self):
        return f"{_('Jury')}, {self.call}"


class Juror(models.Model):
    """A member of a panel."""

    class Voice(models.TextChoices):
        VOTING = "voting", _("voix délibérative")
        ADVISORY = "advisory", _("voix consultative")

    public_id = models.CharField(max_length=14, unique=True, default=new_public_id, editable=False)
    panel = models.ForeignKey(Panel, models.CASCADE, related_name="jurors")
    user = models.ForeignKey(User, models.PROTECT, related_name="jury_seats")
    quality = models.CharField(_("qualité"), max_length=160, blank=True)
    college = models.CharField(_("collège"), max_length=80, blank=True)
    voice = models.CharField(_("voix"), max_length=8, choices=Voice, default=Voice.VOTING)
    is_chair = models.BooleanField(_("préside"), default=False)
    substitute_for = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="substitutes",
        verbose_name=_("supplée"),
    )
    invited_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("juré")
        verbose_name_plural = _("jurés")
        ordering = ["-is_chair", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["panel", "user"], name="one_seat_per_panel"),
            models.UniqueConstraint(
                fields=["panel"],
                condition=models.Q(is_chair=True, left_at=None),
                name="one_chair_per_panel",
            ),
        ]

    def __str__(self):
        return str(self.user)


class InterestDeclaration(models.Model):
    """The signed declaration of a juror for one panel: needed before any file opens."""

    juror = models.OneToOneField(Juror, models.CASCADE, related_name="declaration")
    text = models.TextField(_("texte signé"))
    signed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("déclaration d’intérêts")
        verbose_name_plural = _("déclarations d’intérêts")

    def __str__(self):
        return f"{self.juror}"


class ConflictQuerySet(models.QuerySet):
    def binding(self):
        """Conflicts that close the file: declared or confirmed, not lifted."""
        return self.filter(status__in=[Conflict.Status.DECLARED, Conflict.Status.CONFIRMED])


class Conflict(models.Model):
    """A juror has a link with an organisation; every application of that organisation is closed to them."""

    class Kind(models.TextChoices):
        EMPLOYED_BY = "employed_by", _("y travaille ou y a travaillé")
        ELECTED_IN = "elected_in", _("y est élu")
        SUPPLIER_TO = "supplier_to", _("fournisseur ou prestataire")
        SPONSOR_OF = "sponsor_of", _("mécène")
        SAME_DEPARTEMENT = "same_departement", _("même département")
        HELPED_WRITE = "helped_write", _("a aidé à écrire la candidature")
        PERSONAL = "personal", _("lien personnel ou familial")
        OTHER = "other", _("autre lien")

    class Status(models.TextChoices):
        SUGGESTED = "suggested", _("à confirmer")
        DECLARED = "declared", _("déclaré")
        CONFIRMED = "confirmed", _("confirmé")
        DISMISSED = "dismissed", _("écarté")

    TRANSITIONS = {
        Status.SUGGESTED: [Status.CONFIRMED, Status.DISMISSED],
    }

    juror = models.ForeignKey(Juror, models.CASCADE, related_name="conflicts")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="jury_conflicts")
    kind = models.CharField(_("nature du lien"), max_length=20, choices=Kind)
    status = models.CharField(max_length=10, choices=Status, default=Status.DECLARED)
    reason = models.TextField(_("précision"), blank=True)
    declared_at = models.DateTimeField(default=timezone.now)

    objects = ConflictQuerySet.as_manager()

    class Meta:
        verbose_name = _("conflit d’intérêts")
        verbose_name_plural = _("conflits d’intérêts")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["juror", "organisation"], name="one_conflict_per_organisation"
            )
        ]

    def __str__(self):
        return f"{self.juror} – {self.organisation}"


class AssignmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A juror's own readings, minus every file of an organisation in conflict, once declared."""
        if not user.is_authenticated:
            return self.none()
        own = self.filter(juror__user=user, juror__left_at=None, juror__declaration__isnull=False)
        conflicts = Conflict.objects.binding().filter(
            juror=models.OuterRef("juror"),
            organisation=models.OuterRef("application__organisation"),
        )
        return own.exclude(status=Assignment.Status.RECUSED).exclude(models.Exists(conflicts))


class Assignment(models.Model):
    """A juror reads an application."""

    class Status(models.TextChoices):
        ASSIGNED = "assigned", _("à lire")
        READING = "reading", _("en lecture")
        REVIEWED = "reviewed", _("évaluée")
        RECUSED = "recused", _("déport")

    TRANSITIONS = {
        Status.ASSIGNED: [Status.READING, Status.REVIEWED, Status.RECUSED],
        Status.READING: [Status.REVIEWED, Status.RECUSED],
        Status.REVIEWED: [Status.RECUSED, Status.READING],
    }

    public_id = models.CharField(max_length=14, unique=True, default=new_public_id, editable=False)
    juror = models.ForeignKey(Juror, models.CASCADE, related_name="assignments")
    application = models.ForeignKey(Application, models.PROTECT, related_name="assignments")
    status = models.CharField(max_length=10, choices=Status, default=Status.ASSIGNED)
    assigned_at = models.DateTimeField(default=timezone.now)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("lecture")
        verbose_name_plural = _("lectures")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["juror", "application"], name="one_reading_per_juror_and_application"
            )
        ]

    def __str__(self):
        return f"{self.juror} – {self.application}"


class Review(models.Model):
    """A juror's whole evaluation of one application; after a recusal it is kept, never counted."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("en cours")
        SUBMITTED = "submitted", _("rendue")
        LOCKED = "locked", _("close")

    TRANSITIONS = {
        Status.DRAFT: [Status.SUBMITTED],
        Status.SUBMITTED: [Status.DRAFT, Status.LOCKED],
    }

    assignment = models.OneToOneField(Assignment, models.CASCADE, related_name="review")
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    comment = models.TextField(_("commentaire"), blank=True)
    questions = models.TextField(_("questions à poser"), blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("évaluation")
        verbose_name_plural = _("évaluations")

    def __str__(self):
        return f"{self.assignment}"


class Grade(models.Model):
    """One mark on one criterion; no mark means « sans avis » and is never counted as zero."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="grades")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="grades")
    mark = models.PositiveSmallIntegerField(_("note"), null=True, blank=True)
    reason = models.TextField(_("motif"), blank=True)

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["criterion__position"]
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="one_mark_per_criterion"),
            models.CheckConstraint(
                condition=models.Q(mark=None) | models.Q(mark__lte=20), name="mark_within_any_scale"
            ),
        ]

    def __str__(self):
        return f"{self.criterion} : {self.mark}"


class SessionQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(panel__in=Panel.objects.visible_to(user))


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
    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNED)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("séance")
        verbose_name_plural = _("séances")
        ordering = ["planned_at"]

    def __str__(self):
        return f"{self.panel}, {self.planned_at:%d/%m/%Y}"


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
        return f"{self.juror} : {self.get_presence_display()}"


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
        return f"{self.application} : {self.get_outcome_display()}"


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
