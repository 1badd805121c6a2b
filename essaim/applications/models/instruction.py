"""What the team does with a deposited file besides deciding: checks, asks, talks, notes."""

from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from essaim.accounts.models import User
from essaim.applications.models.application import Application
from essaim.applications.models.deposit import ApplicationVersion
from essaim.base.ids import new_public_id
from essaim.calls.models import AdmissibilityCriterion, Call


class CriterionCheck(models.Model):
    """What an examiner found on one line of the checklist, for one file."""

    class Finding(models.TextChoices):
        MET = "met", _("rempli")
        UNMET = "unmet", _("non rempli")
        UNCLEAR = "unclear", _("à éclaircir")

    application = models.ForeignKey(Application, models.CASCADE, related_name="criterion_checks")
    criterion = models.ForeignKey(AdmissibilityCriterion, models.PROTECT, related_name="checks")
    finding = models.CharField(_("constat"), max_length=7, choices=Finding)
    reason = models.TextField(_("raison"), blank=True)
    version = models.PositiveIntegerField(default=1)
    checked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("constat de recevabilité")
        verbose_name_plural = _("constats de recevabilité")
        ordering = ["criterion__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "criterion"], name="one_finding_per_criterion"
            )
        ]

    def __str__(self):
        return f"{self.criterion} : {self.get_finding_display()}"


class InfoRequest(models.Model):
    """A request for completion: it reopens the fields it names, and only them, until its deadline.

    What the authors type meanwhile stays in ``typed``, apart from the application: whoever reads the
    file reads what was last sent.
    """

    class Status(models.TextChoices):
        OPEN = "open", _("complément demandé")
        ANSWERED = "answered", _("complément reçu")
        CLOSED = "closed", _("close")
        EXPIRED = "expired", _("restée sans réponse")

    TRANSITIONS = {
        Status.OPEN: [Status.ANSWERED, Status.CLOSED, Status.EXPIRED],
        Status.ANSWERED: [Status.CLOSED],
        Status.EXPIRED: [Status.OPEN, Status.CLOSED],
    }
    # What can be reopened besides a question (named by its code).
    DESCRIPTION = "titre-et-themes"
    FILES = "fichiers"
    REMINDED_BEFORE = timedelta(days=2)

    public_id = models.CharField(max_length=14, unique=True, default=new_public_id, editable=False)
    application = models.ForeignKey(Application, models.CASCADE, related_name="info_requests")
    fields = models.JSONField(_("ce qui est rouvert"), default=list)
    message = models.TextField(_("ce qui est demandé"))
    due_at = models.DateTimeField(_("à répondre avant"))
    status = models.CharField(max_length=8, choices=Status, default=Status.OPEN)
    # {field: {"value" (or "title" and "themes"), "version", "by", "at"}}
    typed = models.JSONField(_("ce qui est écrit et pas encore envoyé"), default=dict, blank=True)
    reply = models.TextField(_("mot du porteur"), blank=True)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    # The frozen content that answered it.
    version = models.OneToOneField(
        ApplicationVersion, models.PROTECT, null=True, blank=True, related_name="info_request"
    )
    reminded_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("demande de compléments")
        verbose_name_plural = _("demandes de compléments")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["status", "due_at"], name="info_request_by_status")]
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=models.Q(status="open"),
                name="one_open_info_request_per_application",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="answered") | models.Q(answered_at__isnull=False),
                name="answered_info_request_has_its_time",
            ),
        ]

    def __str__(self):
        return f"{self.application} : {self.get_status_display()}"

    @property
    def grace_ends_at(self):
        """The last moment at which an answer is taken: the same silent tolerance as a deposit."""
        return self.due_at + self.application.call.grace

    @property
    def tag_colour(self) -> str:
        return {self.Status.OPEN: "honey", self.Status.ANSWERED: "green"}.get(self.status, "grey")


class MessageQuerySet(models.QuerySet):
    def unread(self, by_team):
        """What waits to be read by the team, or by the authors."""
        return self.filter(read_at=None, is_from_team=not by_team)


class Message(models.Model):
    """One message of the conversation between the team and the authors of a file."""

    class Channel(models.TextChoices):
        PAGE = "page", _("sur le site")
        MAIL = "mail", _("par mail")

    public_id = models.CharField(max_length=14, unique=True, default=new_public_id, editable=False)
    application = models.ForeignKey(Application, models.CASCADE, related_name="thread")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    is_from_team = models.BooleanField()
    body = models.TextField(_("message"))
    channel = models.CharField(max_length=4, choices=Channel, default=Channel.PAGE)
    # Of the mail it came by: the same mail received twice makes one message.
    mail_id = models.CharField(max_length=250, null=True, blank=True, unique=True)
    sent_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["application", "sent_at"],
                condition=models.Q(is_from_team=False, read_at=None),
                name="message_to_be_read",
            )
        ]

    def __str__(self):
        return f"{self.author} : {self.body[:60]}"


class Note(models.Model):
    """A private note of the team on a file; its authors and the jury never see it."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="notes")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    body = models.TextField(_("note"))
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("note de l’équipe")
        verbose_name_plural = _("notes de l’équipe")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.author} : {self.body[:60]}"


class SavedFilter(models.Model):
    """A search in the files of a call that a member of the team keeps under a name."""

    user = models.ForeignKey(User, models.CASCADE, related_name="saved_filters")
    call = models.ForeignKey(Call, models.CASCADE, related_name="saved_filters")
    name = models.CharField(_("nom"), max_length=60)
    query = models.CharField(max_length=500)

    class Meta:
        verbose_name = _("filtre gardé")
        verbose_name_plural = _("filtres gardés")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["user", "call", "name"], name="one_filter_per_name")
        ]

    def __str__(self):
        return self.name
