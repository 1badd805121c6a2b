"""Who writes together."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from essaim.accounts.models import User
from essaim.applications.models.application import Application
from essaim.base.ids import new_public_id


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
