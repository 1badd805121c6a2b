"""Supporting documents."""

from datetime import timedelta

from django.conf import settings
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

    def due_for_scan(self, now):
        """Not analysed yet, here or before there was an antivirus; later and later after each try."""
        unknown = self.filter(
            scan_status__in=[Attachment.Scan.PENDING, Attachment.Scan.UNAVAILABLE]
        )
        due = models.Q(scanned_at=None)
        for tries, pause in enumerate(Attachment.SCAN_PAUSES):
            due |= models.Q(scan_tries=tries, scanned_at__lte=now - pause)
        last = Attachment.SCAN_PAUSES[-1]
        return unknown.filter(
            due | models.Q(scan_tries__gte=len(Attachment.SCAN_PAUSES), scanned_at__lte=now - last)
        )


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

    # What a document may carry besides its pages, as essaim.applications.parsing finds it.
    WARNINGS = {
        "script": _("contient un programme (JavaScript)"),
        "action": _("agit de lui-même à l’ouverture"),
        "launch": _("peut lancer un autre programme"),
        "sends": _("peut envoyer ailleurs ce que l’on y écrit"),
        "embedded": _("contient d’autres fichiers"),
        "xfa": _("est un formulaire dynamique, que beaucoup de lecteurs n’affichent pas"),
    }
    COLOURS = {
        Scan.PENDING: "honey",
        Scan.CLEAN: "green",
        Scan.INFECTED: "red",
        Scan.UNREADABLE: "honey",
        Scan.UNAVAILABLE: "grey",
    }
    SCAN_PAUSES = [timedelta(minutes=minutes) for minutes in (0, 1, 5, 15, 60)]
    MOST_FILES = 10
    MOST_BYTES = 20 * 2**20
    MOST_BYTES_IN_ALL = 60 * 2**20
    MOST_BYTES_IN_DRAFTS = 300 * 2**20  # of one person, over all the drafts they join files to

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
    def field(self) -> str:
        """What it answers, as a request for completion names it: a question, or « fichiers »."""
        return self.question.code if self.question else "fichiers"

    @property
    def size_label(self) -> str:
        return size_label(self.size)

    @property
    def scan_colour(self) -> str:
        """The colour that repeats the result of the analysis, for those who see it."""
        return self.COLOURS.get(self.scan_status, "")

    @property
    def warning_labels(self) -> list[str]:
        return [str(self.WARNINGS[code]) for code in self.warnings if code in self.WARNINGS]

    @property
    def has_plain_copy(self) -> bool:
        """A PDF that does more than show its pages: the jury is given a copy that does not."""
        return self.content_type == "application/pdf" and bool(self.warnings)

    @property
    def is_infected(self) -> bool:
        return self.scan_status == self.Scan.INFECTED

    @property
    def waits_for_scan(self) -> bool:
        """An antivirus is there, and has not said anything of this document yet."""
        return self.scan_status == self.Scan.PENDING and settings.CLAMD is not None

    def opens_for(self, user) -> bool:
        """Infected, for nobody; not analysed yet, for whoever added it alone. ``user`` may be
        anonymous: the direction reads without account. Who may know of it is another question."""
        return not self.is_infected and not (self.waits_for_scan and user.pk != self.added_by_id)
