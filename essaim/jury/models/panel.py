"""The body of jurors, and the links that keep each of them away from some files."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from essaim.accounts.models import User
from essaim.applications.models import Application
from essaim.base.ids import new_public_id
from essaim.calls.models import Call
from essaim.territories.models import Organisation

BEFORE_JURY = (
    *Application.JUDGED,
    Application.Status.LAUREATE,
    Application.Status.RESERVE,
    Application.Status.NOT_SELECTED,
)


class PanelQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The programme's managers and the panel's own members."""
        if not user.is_authenticated:
            return self.none()
        seats = Juror.objects.in_office().filter(user=user)
        return self.managed_by(user) | self.filter(pk__in=seats.values("panel"))

    def managed_by(self, user):
        return self.filter(call__in=Call.objects.managed_by(user))

    def run_by(self, user):
        """The managers, and those who preside: they follow the readings and hold the sittings."""
        if not user.is_authenticated:
            return self.none()
        seats = Juror.objects.in_office().presiding().filter(user=user)
        return self.managed_by(user) | self.filter(pk__in=seats.values("panel"))


class Panel(models.Model):
    """The body of jurors of one call, and its rules of decision."""

    public_id = models.CharField(max_length=14, unique=True, default=new_public_id, editable=False)
    call = models.OneToOneField(Call, models.PROTECT, related_name="panel")
    quorum_percent = models.PositiveSmallIntegerField(
        _("quorum (% des voix délibératives)"), default=50
    )
    has_casting_vote = models.BooleanField(_("voix prépondérante de la présidence"), default=True)
    readings_wanted = models.PositiveSmallIntegerField(_("lectures par dossier"), default=3)
    reviews_due_at = models.DateTimeField(_("évaluations attendues"), null=True, blank=True)
    reserve_until_on = models.DateField(
        _("liste complémentaire valable jusqu’au"), null=True, blank=True
    )
    comments_kept_months = models.PositiveSmallIntegerField(
        _("mois de conservation des commentaires du jury"), null=True, blank=True
    )
    comments_erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = PanelQuerySet.as_manager()

    class Meta:
        verbose_name = _("jury")
        verbose_name_plural = _("jurys")

    def __str__(self):
        return f"{_('Jury')}, {self.call}"

    def get_absolute_url(self):
        return reverse("jury:panel_detail", args=[self.public_id])

    @property
    def reviews_are_closed(self) -> bool:
        """The clock says it: nobody reads another's marks before, nobody writes after."""
        return self.reviews_due_at is not None and self.reviews_due_at <= timezone.now()

    @property
    def files(self):
        """The applications that the jury judges or has judged: admissible and not withdrawn."""
        return self.call.applications.filter(status__in=BEFORE_JURY).order_by("pk")

    def organisations_closed_to(self, user) -> set[int]:
        """Primary keys of the organisations whose files this person must see nothing of."""
        conflicts = Conflict.objects.binding().filter(juror__panel=self, juror__user=user)
        return set(conflicts.values_list("organisation", flat=True))


class JurorQuerySet(models.QuerySet):
    def in_office(self):
        return self.filter(left_at=None)

    def presiding(self):
        """The chair, then the deputy who takes over when the chair is away or recused."""
        return self.filter(models.Q(is_chair=True) | models.Q(is_deputy=True))


class Juror(models.Model):
    """A member of a panel."""

    class Voice(models.TextChoices):
        VOTING = "voting", _("voix délibérative")
        ADVISORY = "advisory", _("voix consultative")

    public_id = models.CharField(max_length=14, unique=True, default=new_public_id, editable=False)
    panel = models.ForeignKey(Panel, models.CASCADE, related_name="jurors")
    user = models.ForeignKey(User, models.PROTECT, related_name="jury_seats")
    quality = models.CharField(_("qualité"), max_length=160, blank=True)
    college = models.CharField(_("collège"), max_length=80, blank=True)
    voice = models.CharField(_("voix"), max_length=8, choices=Voice, default=Voice.VOTING)
    is_chair = models.BooleanField(_("préside le jury"), default=False)
    is_deputy = models.BooleanField(_("assure la vice-présidence"), default=False)
    substitute_for = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="substitutes",
        verbose_name=_("supplée"),
    )
    most_readings = models.PositiveSmallIntegerField(_("lectures au plus"), null=True, blank=True)
    invited_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)

    objects = JurorQuerySet.as_manager()

    class Meta:
        verbose_name = _("juré")
        verbose_name_plural = _("jurés")
        ordering = ["-is_chair", "-is_deputy", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["panel", "user"], name="one_seat_per_panel"),
            models.UniqueConstraint(
                fields=["panel"],
                condition=models.Q(is_chair=True, left_at=None),
                name="one_chair_per_panel",
            ),
            models.UniqueConstraint(
                fields=["panel"],
                condition=models.Q(is_deputy=True, left_at=None),
                name="one_deputy_per_panel",
            ),
        ]

    def __str__(self):
        return str(self.user)


class InterestDeclaration(models.Model):
    """The signed declaration of a juror for one panel: needed before any file opens."""

    juror = models.OneToOneField(Juror, models.CASCADE, related_name="declaration")
    text = models.TextField(_("texte signé"))
    signed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("déclaration d’intérêts")
        verbose_name_plural = _("déclarations d’intérêts")

    def __str__(self):
        return f"{self.juror}"


class ConflictQuerySet(models.QuerySet):
    def binding(self):
        """Conflicts that close the file: declared or confirmed, not lifted."""
        return self.filter(status__in=[Conflict.Status.DECLARED, Conflict.Status.CONFIRMED])


class Conflict(models.Model):
    """A juror has a link with an organisation: each of its applications is closed to them."""

    class Kind(models.TextChoices):
        EMPLOYED_BY = "employed_by", _("y travaille ou y a travaillé")
        ELECTED_IN = "elected_in", _("y est élu")
        SUPPLIER_TO = "supplier_to", _("fournisseur ou prestataire")
        SPONSOR_OF = "sponsor_of", _("mécène")
        SAME_DEPARTEMENT = "same_departement", _("même département")
        HELPED_WRITE = "helped_write", _("a aidé à écrire la candidature")
        PERSONAL = "personal", _("lien personnel ou familial")
        OTHER = "other", _("autre lien")

    class Status(models.TextChoices):
        SUGGESTED = "suggested", _("à confirmer")
        DECLARED = "declared", _("déclaré")
        CONFIRMED = "confirmed", _("confirmé")
        DISMISSED = "dismissed", _("écarté")

    TRANSITIONS = {
        Status.SUGGESTED: [Status.CONFIRMED, Status.DISMISSED, Status.DECLARED],
        Status.DISMISSED: [Status.DECLARED],
    }

    juror = models.ForeignKey(Juror, models.CASCADE, related_name="conflicts")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="jury_conflicts")
    kind = models.CharField(_("nature du lien"), max_length=20, choices=Kind)
    status = models.CharField(max_length=10, choices=Status, default=Status.DECLARED)
    reason = models.TextField(_("précision"), blank=True)
    declared_at = models.DateTimeField(default=timezone.now)

    objects = ConflictQuerySet.as_manager()

    class Meta:
        verbose_name = _("conflit d’intérêts")
        verbose_name_plural = _("conflits d’intérêts")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["juror", "organisation"], name="one_conflict_per_organisation"
            )
        ]

    def __str__(self):
        return f"{self.juror} – {self.organisation}"
