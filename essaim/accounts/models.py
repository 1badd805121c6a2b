"""Who acts, and what they did."""

from datetime import timedelta
from functools import partial

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from essaim.territories.models import Organisation

# RFC 2606 keeps « .invalid » for names that never exist.
DEMONSTRATION_DOMAIN = "demo.essaim.invalid"


class UserManager(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        """``password`` is Django's convention; nobody has one here."""
        return self.create(email=email.strip().lower(), **fields)

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, is_staff=True, is_superuser=True, **fields)

    def demonstration(self):
        """The people of the demonstration: their addresses cannot receive mail."""
        return self.filter(email__endswith=f"@{DEMONSTRATION_DOMAIN}")


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in by a code sent to this address."""

    # No one types it. Django binds every session to it, so a new one closes them all.
    password = models.CharField(
        max_length=128, default=partial(make_password, None), editable=False
    )
    email = models.EmailField(_("adresse électronique"), unique=True)
    name = models.CharField(_("prénom et nom"), max_length=120, blank=True)
    is_active = models.BooleanField(_("compte actif"), default=True)
    is_staff = models.BooleanField(_("accès à l’administration technique"), default=False)
    joined_at = models.DateTimeField(_("arrivée"), default=timezone.now)

    objects = UserManager()
    USERNAME_FIELD = "email"

    class Meta:
        verbose_name = _("personne")
        verbose_name_plural = _("personnes")
        constraints = [models.UniqueConstraint(Lower("email"), name="one_account_per_address")]

    def __str__(self):
        return self.name or self.email

    def get_full_name(self):
        return self.name or self.email

    def has_usable_password(self):
        return False

    @property
    def demonstration_role(self) -> str:
        """What a demonstration person is there to show: the names of their groups."""
        return ", ".join(group.name for group in self.groups.all())


class Membership(models.Model):
    """A person works for, or is elected in, an organisation."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    position = models.CharField(_("fonction"), max_length=120, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("appartenance")
        verbose_name_plural = _("appartenances")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"], name="one_membership_per_organisation"
            )
        ]

    def __str__(self):
        return f"{self.user}, {self.position}, {self.organisation}"


class LogEntry(models.Model):
    """One act, append only: who did what to which object, and the passage of state if any."""

    at = models.DateTimeField(default=timezone.now, editable=False)
    actor = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    actor_label = models.CharField(max_length=200)
    verb = models.CharField(max_length=60)
    ref = models.CharField(max_length=120)
    label = models.CharField(max_length=300)
    before = models.CharField(max_length=40, blank=True)
    after = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        verbose_name = _("trace")
        verbose_name_plural = _("journal")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["ref", "at"])]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_label} {self.verb} {self.label}"


class MailLink(models.Model):
    """A link sent by mail that lets its bearer act once, without an account.

    Only the SHA-256 of its token is kept. It is bound to one object, one purpose and one address.
    """

    purpose = models.CharField(max_length=40)
    ref = models.CharField(max_length=120, db_index=True)
    email = models.EmailField()
    token_sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("lien personnel")
        verbose_name_plural = _("liens personnels")

    def __str__(self):
        return f"{self.purpose} {self.ref}"


class MailCode(models.Model):
    """Six digits sent to a mailbox: the bearer of a mailed link proves that they read it.

    Only a keyed hash of the digits is kept. One live code per object, purpose and address.
    """

    MOST_TRIES = 5
    LASTS = timedelta(minutes=10)

    purpose = models.CharField(max_length=40)
    ref = models.CharField(max_length=120)
    email = models.EmailField()
    code_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("code envoyé")
        verbose_name_plural = _("codes envoyés")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["ref", "purpose", "email"])]

    def __str__(self):
        return f"{self.purpose} {self.ref}"


class Heartbeat(models.Model):
    """One minute during which the site was seen to answer; the gaps between them are outages."""

    at = models.DateTimeField(unique=True)

    class Meta:
        verbose_name = _("battement")
        verbose_name_plural = _("battements")
        ordering = ["at"]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M}"


class OutboxMailQuerySet(models.QuerySet):
    def due(self, now):
        """Mails that a worker may claim: waiting and due, or claimed by a worker that died."""
        waiting = models.Q(status=OutboxMail.Status.QUEUED, due_at__lte=now)
        abandoned = models.Q(status=OutboxMail.Status.CLAIMED, lease_until__lt=now)
        return self.filter(waiting | abandoned)


class OutboxMail(models.Model):
    """One mail to one address, written in the transaction of the act that causes it.

    The Message-ID is fixed at writing, so a repeated sending is recognisable; ``unknown`` is a
    mail whose worker died during the SMTP dialogue: settled by a person, never blindly retried.
    """

    class Status(models.TextChoices):
        QUEUED = "queued", _("à envoyer")
        CLAIMED = "claimed", _("pris en charge")
        SENDING = "sending", _("dialogue en cours")
        SENT = "sent", _("envoyé")
        FAILED = "failed", _("refusé")
        UNKNOWN = "unknown", _("issue inconnue")
        CANCELLED = "cancelled", _("annulé")

    TRANSITIONS = {
        Status.QUEUED: [Status.CLAIMED, Status.CANCELLED],
        Status.CLAIMED: [Status.SENDING, Status.FAILED],
        Status.SENDING: [Status.SENT, Status.QUEUED, Status.FAILED, Status.UNKNOWN],
        Status.UNKNOWN: [Status.SENT, Status.QUEUED],
        Status.FAILED: [Status.QUEUED],
    }

    kind = models.CharField(max_length=40)
    ref = models.CharField(max_length=120)
    recipient = models.EmailField()
    version = models.PositiveIntegerField(default=1)
    subject = models.CharField(max_length=250)
    text = models.TextField()
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict, blank=True)
    message_id = models.CharField(max_length=200, unique=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.QUEUED)
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True, blank=True)
    worker = models.CharField(max_length=80, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = OutboxMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail à envoyer")
        verbose_name_plural = _("boîte d’envoi")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "ref", "recipient", "version"],
                name="one_mail_per_event_and_recipient",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="sent") | models.Q(sent_at__isnull=False),
                name="sent_mail_has_its_time",
            ),
        ]
        indexes = [models.Index(fields=["status", "due_at"])]

    def __str__(self):
        # Never the subject: it may hold a sign-in code, and this is what the journal shows.
        return f"{self.kind} → {self.recipient}"
