"""A territory answers: the application, the people behind it, its endorsement, its receipt."""

from datetime import timedelta

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from essaim.accounts.models import User
from essaim.base.fuzzy_dates import validate_fuzzy_date
from essaim.base.ids import new_public_id
from essaim.calls.models import Call, Question, QuestionSet, Theme
from essaim.territories.models import Organisation


class ApplicationQuerySet(models.QuerySet):
    def written_by(self, user):
        """Applications that this person owns or was invited to."""
        if not user.is_authenticated:
            return self.none()
        invited = Member.objects.filter(user=user, accepted_at__isnull=False)
        return self.filter(models.Q(owner=user) | models.Q(pk__in=invited.values("application")))

    def deposited(self):
        return self.exclude(status__in=Application.UNSUBMITTED)

    def examined_by(self, user):
        """Deposited applications of the calls this person's team runs. A draft is nobody's but its authors'."""
        return self.deposited().filter(call__in=Call.objects.examined_by(user))

    def visible_to(self, user):
        """Its authors at any time; the programme's team once it is deposited. Jurors read through
        their assignments (jury.Assignment.objects.visible_to)."""
        return (self.written_by(user) | self.examined_by(user)).distinct()


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

    UNSUBMITTED = (Status.DRAFT, Status.AWAITING_ENDORSEMENT)
    JUDGED = (Status.ADMISSIBLE, Status.SHORTLISTED, Status.HEARD)
    _ENDINGS = [Status.LAUREATE, Status.RESERVE, Status.NOT_SELECTED, Status.WITHDRAWN]
    TRANSITIONS = {
        Status.DRAFT: [Status.AWAITING_ENDORSEMENT, Status.SUBMITTED, Status.WITHDRAWN],
        Status.AWAITING_ENDORSEMENT: [Status.DRAFT, Status.WITHDRAWN],
        Status.SUBMITTED: [Status.ADMISSIBLE, Status.INADMISSIBLE, Status.WITHDRAWN],
        Status.INADMISSIBLE: [Status.ADMISSIBLE],
        Status.ADMISSIBLE: [Status.SHORTLISTED, Status.HEARD, Status.INADMISSIBLE, *_ENDINGS],
        Status.SHORTLISTED: [Status.HEARD, *_ENDINGS],
        Status.HEARD: _ENDINGS,
        Status.RESERVE: [Status.LAUREATE, Status.NOT_SELECTED, Status.WITHDRAWN],
        Status.LAUREATE: [Status.WITHDRAWN],
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
    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True, blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("candidature")
        verbose_name_plural = _("candidatures")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "organisation", "owner"],
                condition=~models.Q(status="withdrawn"),
                name="one_application_per_call_body_and_owner",
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
    def is_editable(self) -> bool:
        """Not deposited yet: its authors may still write."""
        return self.status in self.UNSUBMITTED

    @property
    def public_status(self) -> str:
        """The label shown to the applicant: a decision stays unseen until it is announced."""
        return self.get_status_display()


class Answer(models.Model):
    """One answer; ``version`` grows at each change so that two people never overwrite each other."""

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


class Member(models.Model):
    """A co-applicant, invited by mail."""

    class Right(models.TextChoices):
        WRITE = "write", _("peut écrire")
        READ = "read", _("peut lire")

    application = models.ForeignKey(Application, models.CASCADE, related_name="members")
    email = models.EmailField(_("adresse électronique"))
    user = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="co_applications"
    )
    right = models.CharField(_("droit"), max_length=5, choices=Right, default=Right.WRITE)
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("co-porteur")
        verbose_name_plural = _("co-porteurs")
        constraints = [
            models.UniqueConstraint(
                fields=["application", "email"], name="one_invitation_per_address"
            )
        ]

    def __str__(self):
        return self.email


def attachment_path(attachment, _name: str) -> str:
    """A random stored name: nothing of the applicant's file name reaches the disk."""
    return f"attachments/{attachment.public_id[:2]}/{attachment.public_id}"


class Attachment(models.Model):
    """A supporting document. The row is written only after its bytes are safe on disk."""

    public_id = models.CharField(max_length=14, unique=True, default=new_public_id, editable=False)
    application = models.ForeignKey(Application, models.CASCADE, related_name="attachments")
    name = models.CharField(_("nom"), max_length=200)
    content_type = models.CharField(max_length=120)
    size = models.PositiveIntegerField(_("taille (octets)"))
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to=attachment_path)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("pièce jointe")
        verbose_name_plural = _("pièces jointes")
        ordering = ["pk"]

    def __str__(self):
        return self.name


class Endorsement(models.Model):
    """The opinion of the direction, bound to the state of the application it was given on."""

    class Status(models.TextChoices):
        REQUESTED = "requested", _("demandé")
        FAVOURABLE = "favourable", _("favorable")
        WITH_RESERVES = "with_reserves", _("favorable avec réserves")
        TO_CORRECT = "to_correct", _("à corriger")
        UNFAVOURABLE = "unfavourable", _("défavorable")
        EXPIRED = "expired", _("expiré")
        WITHDRAWN = "withdrawn", _("annulé")

    OPENING = (Status.FAVOURABLE, Status.WITH_RESERVES)
    TRANSITIONS = {
        Status.REQUESTED: [
            Status.FAVOURABLE,
            Status.WITH_RESERVES,
            Status.TO_CORRECT,
            Status.UNFAVOURABLE,
            Status.EXPIRED,
            Status.WITHDRAWN,
        ],
    }
    LASTS = timedelta(days=30)

    public_id = models.CharField(max_length=14, unique=True, default=new_public_id, editable=False)
    application = models.ForeignKey(Application, models.CASCADE, related_name="endorsements")
    email = models.EmailField(_("adresse de la direction"))
    signatory = models.CharField(_("nom du signataire"), max_length=120, blank=True)
    position = models.CharField(_("fonction"), max_length=120, blank=True)
    message = models.TextField(_("votre message"), blank=True)
    status = models.CharField(max_length=14, choices=Status, default=Status.REQUESTED)
    comment = models.TextField(_("commentaire"), blank=True)
    content_sha256 = models.CharField(max_length=64)
    requested_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("avis de la direction")
        verbose_name_plural = _("avis de la direction")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=models.Q(status="requested"),
                name="one_pending_endorsement_per_application",
            )
        ]

    def __str__(self):
        return f"{self.get_status_display()} ({self.email})"


class ApplicationVersion(models.Model):
    """The frozen content of an application, with the SHA-256 of its canonical JSON."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(default=1)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    frozen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("version de candidature")
        verbose_name_plural = _("versions de candidature")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="one_version_per_number")
        ]

    def __str__(self):
        return f"{self.application}, v{self.number}"


class Receipt(models.Model):
    """The numbered proof of a deposit. The idempotency key makes a repeated request give the same one."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="receipt")
    version = models.OneToOneField(ApplicationVersion, models.PROTECT, related_name="receipt")
    number = models.CharField(_("numéro"), max_length=30, unique=True)
    idempotency_key = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField(_("reçu le"))

    class Meta:
        verbose_name = _("accusé de réception")
        verbose_name_plural = _("accusés de réception")

    def __str__(self):
        return self.number


class AdmissibilityCheck(models.Model):
    """The team's decision on form, apart from the jury's: admissible or not, and why."""

    class Verdict(models.TextChoices):
        ADMISSIBLE = "admissible", _("recevable")
        INADMISSIBLE = "inadmissible", _("irrecevable")

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="admissibility_checks"
    )
    verdict = models.CharField(max_length=12, choices=Verdict)
    reason = models.TextField(_("motif"))
    checked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("contrôle de recevabilité")
        verbose_name_plural = _("contrôles de recevabilité")
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.application} : {self.get_verdict_display()}"


class LetterQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The team at any time; the applicants once it has been sent."""
        team = models.Q(application__in=Application.objects.examined_by(user))
        authors = models.Q(
            application__in=Application.objects.written_by(user), status=Letter.Status.SENT
        )
        return self.filter(team | authors).distinct()


class Letter(models.Model):
    """A formal letter: prepared, edited, approved by another person, frozen as sent."""

    class Kind(models.TextChoices):
        INADMISSIBLE = "inadmissible", _("irrecevabilité motivée")
        LAUREATE = "laureate", _("lauréat")
        RESERVE = "reserve", _("liste complémentaire")
        NOT_SELECTED = "not_selected", _("non retenue")

    class Status(models.TextChoices):
        DRAFT = "draft", _("préparée")
        APPROVED = "approved", _("approuvée")
        SENT = "sent", _("envoyée")

    TRANSITIONS = {
        Status.DRAFT: [Status.APPROVED],
        Status.APPROVED: [Status.SENT, Status.DRAFT],
    }

    public_id = models.CharField(max_length=14, unique=True, default=new_public_id, editable=False)
    application = models.ForeignKey(Application, models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=14, choices=Kind)
    subject = models.CharField(_("objet"), max_length=200)
    body = models.TextField(_("texte"))
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    prepared_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("courrier")
        verbose_name_plural = _("courriers")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "kind"], name="one_letter_per_kind"),
            models.CheckConstraint(
                condition=models.Q(approved_by=None)
                | ~models.Q(approved_by=models.F("prepared_by")),
                name="letter_approved_by_another_person",
            ),
        ]

    def __str__(self):
        return self.subject


class Laureate(models.Model):
    """The public record of a selection: what the palmarès shows.

    Laureates of calls held before Essaim have no application here, and dates and subjects only as
    precise as their sources.
    """

    call = models.ForeignKey(Call, models.PROTECT, related_name="laureates")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="laureates")
    application = models.OneToOneField(
        Application, models.PROTECT, null=True, blank=True, related_name="laureate"
    )
    subject = models.CharField(_("sujet"), max_length=200)
    announced = models.CharField(
        _("annonce"), max_length=10, blank=True, validators=[validate_fuzzy_date]
    )
    position = models.PositiveSmallIntegerField(_("ordre"), default=0)
    is_call_deduced = models.BooleanField(_("appel déduit, non annoncé"), default=False)
    sources = models.TextField(_("sources"), blank=True)

    class Meta:
        verbose_name = _("lauréat")
        verbose_name_plural = _("lauréats")
        ordering = ["-call__number", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "organisation", "subject"], name="one_laureate_per_subject"
            )
        ]

    def __str__(self):
        return f"{self.organisation} : {self.subject}"
