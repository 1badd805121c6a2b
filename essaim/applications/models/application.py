"""The application while it is being written: answers, people, documents."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import gettext_lazy as _

from essaim.accounts.models import User
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

    def writable_by(self, user):
        """Those this person owns, or was invited to with the right to write. The state is another
        question: see permissions.can_write."""
        if not user.is_authenticated:
            return self.none()
        writers = Member.objects.filter(
            user=user, right=Member.Right.WRITE, accepted_at__isnull=False
        )
        return self.filter(models.Q(owner=user) | models.Q(pk__in=writers.values("application")))

    def deposited(self):
        return self.exclude(status__in=Application.UNSUBMITTED)

    def examined_by(self, user):
        """Deposited applications of the calls this person's team runs; drafts are their authors'."""
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
    # Grows with each change of the title or the themes, as Answer.version does for an answer.
    version = models.PositiveIntegerField(default=0)
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
        if status in self.DECIDED and not self.call.results_at:
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


class Member(models.Model):
    """A co-applicant, invited by mail."""

    class Right(models.TextChoices):
        WRITE = "write", _("peut écrire")
        READ = "read", _("peut lire")

    public_id = models.CharField(max_length=14, unique=True, default=new_public_id, editable=False)
    application = models.ForeignKey(Application, models.CASCADE, related_name="members")
    email = models.EmailField(_("adresse électronique"))
    user = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="co_applications"
    )
    right = models.CharField(_("droit"), max_length=5, choices=Right, default=Right.WRITE)
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    invited_times = models.PositiveSmallIntegerField(default=1)
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
        return self.name

    @property
    def name(self) -> str:
        """The person once they have accepted, the invited address until then."""
        return str(self.user) if self.user else self.email


def size_label(size: int) -> str:
    """« 340 ko », « 1,2 Mo »: decimal units, those that people read on their files."""
    if size < 1_000_000:
        return _("{size} ko").format(size=max(1, round(size / 1_000)))
    return _("{size} Mo").format(size=localize(round(size / 1_000_000, 1)).removesuffix(",0"))


def attachment_path(attachment, _name: str) -> str:
    """A random stored name: nothing of the applicant's file name reaches the disk."""
    return f"attachments/{attachment.public_id[:2]}/{attachment.public_id}"


class AttachmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever may read the application may read its documents."""
        return self.filter(application__in=Application.objects.visible_to(user))


class Attachment(models.Model):
    """A supporting document. The row is written only after its bytes are safe on disk."""

    MOST_FILES = 10
    MOST_BYTES = 20 * 2**20
    MOST_BYTES_IN_ALL = 60 * 2**20

    public_id = models.CharField(max_length=14, unique=True, default=new_public_id, editable=False)
    application = models.ForeignKey(Application, models.CASCADE, related_name="attachments")
    name = models.CharField(_("nom"), max_length=200)
    content_type = models.CharField(max_length=120)
    size = models.PositiveIntegerField(_("taille (octets)"))
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to=attachment_path)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("pièce jointe")
        verbose_name_plural = _("pièces jointes")
        ordering = ["pk"]

    def __str__(self):
        return self.name

    @property
    def size_label(self) -> str:
        return size_label(self.size)
