"""Supporting documents."""

from django.db import models
from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import gettext_lazy as _

from essaim.accounts.models import User
from essaim.applications.models.application import Application
from essaim.base.ids import new_public_id
from essaim.calls.models import Question


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
        """Whoever may read the application may read its documents; those not sent yet, its authors."""
        sent = models.Q(application__in=Application.objects.visible_to(user), waits_for=None)
        return self.filter(sent | models.Q(application__in=Application.objects.written_by(user)))


class SentAttachmentManager(models.Manager.from_queryset(AttachmentQuerySet)):
    """All but those that wait for their request for completion to be answered."""

    def get_queryset(self):
        return super().get_queryset().filter(waits_for=None)


class Attachment(models.Model):
    """A supporting document. The row is written only after its bytes are safe on disk."""

    class Scan(models.TextChoices):
        """« unavailable »: no antivirus is configured here. Never « clean » without a scan."""

        PENDING = "pending", _("analyse en attente")
        CLEAN = "clean", _("aucun virus trouvé")
        INFECTED = "infected", _("virus trouvé")
        UNREADABLE = "unreadable", _("non analysable")
        UNAVAILABLE = "unavailable", _("non analysé")

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
    # The question of kind « fichier » that it answers, if any.
    question = models.ForeignKey(
        Question, models.PROTECT, null=True, blank=True, related_name="attachments"
    )
    scan_status = models.CharField(
        _("analyse antivirus"), max_length=12, choices=Scan, default=Scan.PENDING
    )
    scan_tries = models.PositiveSmallIntegerField(default=0)
    scanned_at = models.DateTimeField(null=True, blank=True)
    # What a PDF carries besides its pages (scripts, actions, files), told to those who open it.
    warnings = models.JSONField(default=list, blank=True)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    # Added for a request for completion that is not answered yet: its authors alone see it.
    waits_for = models.ForeignKey(
        "InfoRequest", models.PROTECT, null=True, blank=True, related_name="+"
    )

    # First, so that application.attachments and every list hold only what was sent.
    objects = SentAttachmentManager()
    everything = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("pièce jointe")
        verbose_name_plural = _("pièces jointes")
        ordering = ["pk"]

    def __str__(self):
        return self.name

    @property
    def size_label(self) -> str:
        return size_label(self.size)
