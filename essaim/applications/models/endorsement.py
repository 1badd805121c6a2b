"""The opinion of the direction."""

from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from essaim.accounts.models import User
from essaim.applications.models.application import Application
from essaim.base.ids import new_public_id


class EndorsementQuerySet(models.QuerySet):
    def standing(self):
        """Those that count, the last one first: neither cancelled nor passed on to someone else."""
        return self.exclude(status__in=[Endorsement.Status.WITHDRAWN, Endorsement.Status.FORWARDED])


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
        FORWARDED = "forwarded", _("transmis à une autre personne")

    OPENING = (Status.FAVOURABLE, Status.WITH_RESERVES)
    TRANSITIONS = {
        Status.REQUESTED: [
            Status.FAVOURABLE,
            Status.WITH_RESERVES,
            Status.TO_CORRECT,
            Status.UNFAVOURABLE,
            Status.EXPIRED,
            Status.WITHDRAWN,
            Status.FORWARDED,
        ],
    }
    LASTS = timedelta(days=30)
    MOST_REMINDERS = 3

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
    reminded_times = models.PositiveSmallIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True, blank=True)
    # The person first asked, who passed the question on to this signatory.
    forwarded_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="forwards"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = EndorsementQuerySet.as_manager()

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

    @property
    def answers(self) -> list:
        """What may be answered: after the deposit nothing is left to correct."""
        answers = [self.Status.FAVOURABLE, self.Status.WITH_RESERVES]
        if self.application.is_editable:
            answers.append(self.Status.TO_CORRECT)
        return [*answers, self.Status.UNFAVOURABLE]

    @property
    def expires_at(self):
        """From then on its links no longer work."""
        return self.requested_at + self.LASTS

    @property
    def opens_deposit(self) -> bool:
        return self.status in self.OPENING

    @property
    def has_expired(self) -> bool:
        """Asked too long ago: the link no longer works, the question must be asked again."""
        is_late = self.status == self.Status.REQUESTED and timezone.now() >= self.expires_at
        return is_late or self.status == self.Status.EXPIRED

    def is_stale_for(self, content_sha256: str) -> bool:
        """Whether the application has changed in substance since this opinion was given on it."""
        return self.opens_deposit and self.content_sha256 != content_sha256
