"""People hear of it: subscribers who asked for it, issues made of sheets, one mail per subscriber."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from essaim.accounts.models import OutboxMail, User
from essaim.base.ids import new_public_id
from essaim.calls.models import Programme, TeamMember, Theme
from essaim.cases.models import Case
from essaim.territories.models import Organisation


class SubscriberQuerySet(models.QuerySet):
    def active(self):
        return self.filter(status=Subscriber.Status.ACTIVE)


class Subscriber(models.Model):
    """An address that asked for the newsletter, confirmed by its owner (double opt-in)."""

    class Status(models.TextChoices):
        PENDING = "pending", _("à confirmer")
        ACTIVE = "active", _("active")
        UNSUBSCRIBED = "unsubscribed", _("désabonnée")
        SUPPRESSED = "suppressed", _("écartée")

    CONSENT = _(
        "J’accepte de recevoir la lettre d’Essaim à cette adresse. "
        "Je peux arrêter à tout moment, par un lien au bas de chaque lettre."
    )
    TRANSITIONS = {
        Status.PENDING: [Status.PENDING, Status.ACTIVE, Status.UNSUBSCRIBED],
        Status.ACTIVE: [Status.UNSUBSCRIBED, Status.SUPPRESSED],
        Status.UNSUBSCRIBED: [Status.PENDING],
    }

    # Names the person in personal links, so that no link tells an address or a count.
    public_id = models.CharField(max_length=14, unique=True, default=new_public_id, editable=False)
    email = models.EmailField(_("adresse électronique"), unique=True)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="subscribers",
        verbose_name=_("votre territoire"),
    )
    themes = models.ManyToManyField(
        Theme, verbose_name=_("thèmes"), related_name="subscribers", blank=True
    )
    status = models.CharField(max_length=12, choices=Status, default=Status.PENDING)
    asked_at = models.DateTimeField(default=timezone.now)
    consent_text = models.TextField(blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        verbose_name = _("personne abonnée")
        verbose_name_plural = _("personnes abonnées")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(status="active") | models.Q(confirmed_at__isnull=False),
                name="active_subscriber_has_confirmed",
            )
        ]

    def __str__(self):
        return self.email

    @property
    def masked_email(self) -> str:
        """« m…@renac.fr »: enough for its owner, nothing for whoever was forwarded the letter."""
        local, _at, domain = self.email.partition("@")
        return f"{local[:1]}…@{domain}"


class CampaignQuerySet(models.QuerySet):
    def public(self):
        """The archive: what has left, or is leaving."""
        return self.filter(status__in=[Campaign.Status.SENDING, Campaign.Status.SENT])

    def managed_by(self, user):
        """Issues of the programmes whose managers include this person."""
        if not user.is_authenticated:
            return self.none()
        managed = user.team_roles.filter(role=TeamMember.Role.MANAGER)
        return self.filter(programme__in=managed.values("programme"))

    def visible_to(self, user):
        """Sent issues for everyone (the archive); the others for the programme's managers."""
        public = Campaign.objects.public().values("pk")
        managed = Campaign.objects.managed_by(user).values("pk")
        return self.filter(models.Q(pk__in=public) | models.Q(pk__in=managed))


class Campaign(models.Model):
    """One issue of the newsletter, composed from published sheets."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("en préparation")
        APPROVED = "approved", _("approuvée")
        SENDING = "sending", _("envoi en cours")
        SENT = "sent", _("envoyée")

    MOST_SHEETS = 6
    TRANSITIONS = {
        Status.DRAFT: [Status.APPROVED],
        Status.APPROVED: [Status.DRAFT, Status.SENDING],
        Status.SENDING: [Status.SENT],
    }

    public_id = models.CharField(max_length=14, unique=True, default=new_public_id, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="campaigns")
    subject = models.CharField(_("objet"), max_length=120)
    introduction = models.TextField(_("introduction"), blank=True, max_length=1500)
    cases = models.ManyToManyField(Case, verbose_name=_("fiches"), related_name="campaigns")
    # What was approved, and nothing else, is what leaves: subject, introduction, sheets.
    content = models.JSONField(default=dict, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    prepared_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    prepared_at = models.DateTimeField(default=timezone.now)
    approved_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("lettre d’information")
        verbose_name_plural = _("lettres d’information")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(approved_by=None)
                | ~models.Q(approved_by=models.F("prepared_by")),
                name="campaign_approved_by_another_person",
            ),
            models.CheckConstraint(
                condition=models.Q(status="draft") | models.Q(approved_by__isnull=False),
                name="campaign_leaves_only_approved",
            ),
        ]

    def __str__(self):
        return self.subject

    def get_absolute_url(self):
        return reverse("outreach:campaign_detail", args=[self.public_id])

    @property
    def is_editable(self) -> bool:
        return self.status in (self.Status.DRAFT, self.Status.APPROVED)


class Delivery(models.Model):
    """One issue sent to one subscriber; the mail itself lives in the outbox."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="deliveries")
    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="deliveries")
    mail = models.OneToOneField(OutboxMail, models.PROTECT, related_name="delivery")

    class Meta:
        verbose_name = _("envoi")
        verbose_name_plural = _("envois")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "subscriber"], name="one_delivery_per_subscriber"
            )
        ]

    def __str__(self):
        return f"{self.campaign} → {self.subscriber}"
