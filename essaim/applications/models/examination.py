"""What the team says of a deposited application: admissibility, letters, laureates."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from essaim.accounts.models import User
from essaim.applications.models.application import Application
from essaim.base.fuzzy_dates import validate_fuzzy_date
from essaim.base.ids import new_public_id
from essaim.calls.models import Call, Rules
from essaim.territories.models import Organisation


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
        """The team; the applicants once it has been sent. A letter that tells the jury's decision
        is the managers' alone until it leaves."""
        sent = models.Q(status=Letter.Status.SENT) | models.Q(kind=Letter.Kind.INADMISSIBLE)
        team = models.Q(application__in=Application.objects.examined_by(user)) & sent
        managers = models.Q(
            application__in=Application.objects.examined_by(user),
            application__call__in=Call.objects.managed_by(user),
        )
        authors = models.Q(
            application__in=Application.objects.written_by(user), status=Letter.Status.SENT
        )
        return self.filter(team | managers | authors).distinct()


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
        CANCELLED = "cancelled", _("annulée")

    PENDING = (Status.DRAFT, Status.APPROVED)
    TRANSITIONS = {
        Status.DRAFT: [Status.APPROVED, Status.CANCELLED],
        Status.APPROVED: [Status.SENT, Status.DRAFT, Status.CANCELLED],
    }

    public_id = models.CharField(max_length=14, unique=True, default=new_public_id, editable=False)
    application = models.ForeignKey(Application, models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=14, choices=Kind)
    subject = models.CharField(_("objet"), max_length=200)
    body = models.TextField(_("texte"))
    version = models.PositiveIntegerField(default=1)
    rules = models.ForeignKey(Rules, models.PROTECT, null=True, blank=True, related_name="+")
    number = models.CharField(_("numéro"), max_length=40, null=True, blank=True, unique=True)
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
            models.UniqueConstraint(
                fields=["application", "kind"],
                condition=models.Q(status__in=["draft", "approved"]),
                name="one_pending_letter_per_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(approved_by=None)
                | ~models.Q(approved_by=models.F("prepared_by")),
                name="letter_approved_by_another_person",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="sent")
                | models.Q(sent_at__isnull=False, number__isnull=False, approved_by__isnull=False),
                name="sent_letter_is_approved_numbered_and_dated",
            ),
        ]

    def __str__(self):
        # Not its subject: this names it in the journal, before anyone may know.
        return str(self.application)

    def get_absolute_url(self):
        return reverse("applications:letter_detail", args=[self.public_id])

    @property
    def tag_colour(self) -> str:
        return {"sent": "green", "cancelled": "grey"}.get(self.status, "honey")

    @property
    def is_sent_inadmissibility(self) -> bool:
        return self.kind == self.Kind.INADMISSIBLE and self.status == self.Status.SENT


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
