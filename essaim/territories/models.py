import re

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from essaim.base.siren import validate_siren
from essaim.base.text import fold


class Family(models.TextChoices):
    COMMUNE = "commune", gettext_lazy("Commune")
    EPCI_FP = "epci_fp", gettext_lazy("Intercommunalité à fiscalité propre")
    EPT = "ept", gettext_lazy("Établissement public territorial")
    DEPARTEMENT = "departement", gettext_lazy("Département")
    REGION = "region", gettext_lazy("Région")
    SYNDICAT = "syndicat", gettext_lazy("Syndicat")
    SDIS = "sdis", gettext_lazy("Service d’incendie et de secours (SDIS)")
    CDG = "cdg", gettext_lazy("Centre de gestion (CDG)")
    CCAS_CIAS = "ccas_cias", gettext_lazy("CCAS ou CIAS")
    PETR = "petr", gettext_lazy("Pôle d’équilibre territorial et rural (PETR)")
    OTHER = "other", gettext_lazy("Autre établissement public local")


class Nature(models.TextChoices):
    """The legal nature inside a family, where the source tells it."""

    CC = "CC", gettext_lazy("Communauté de communes")
    CA = "CA", gettext_lazy("Communauté d’agglomération")
    CU = "CU", gettext_lazy("Communauté urbaine")
    METROPOLE = "METRO", gettext_lazy("Métropole")
    METROPOLE_LYON = "MET69", gettext_lazy("Métropole à statut particulier")
    COM = "COM", gettext_lazy("Collectivité d’outre-mer")
    COMMUNE_DELEGUEE = "COMD", gettext_lazy("Commune déléguée")
    COMMUNE_ASSOCIEE = "COMA", gettext_lazy("Commune associée")


# Lower bound (inclusive) of each band of population, in inhabitants.
POPULATION_BANDS = (
    (100_000, gettext_lazy("100 000 habitants et plus")),
    (50_000, gettext_lazy("50 000 à 99 999 habitants")),
    (20_000, gettext_lazy("20 000 à 49 999 habitants")),
    (10_000, gettext_lazy("10 000 à 19 999 habitants")),
    (5_000, gettext_lazy("5 000 à 9 999 habitants")),
    (3_500, gettext_lazy("3 500 à 4 999 habitants")),
    (2_000, gettext_lazy("2 000 à 3 499 habitants")),
    (1_000, gettext_lazy("1 000 à 1 999 habitants")),
    (500, gettext_lazy("500 à 999 habitants")),
    (0, gettext_lazy("moins de 500 habitants")),
)


CODE_SHAPE = re.compile(
    r"[0-9]{9}|[0-9][0-9AB][0-9]{3}|[0-9][0-9AB][0-9]?|REG-[0-9]{2,3}|ORG-[0-9]{1,18}"
)


LABEL_SHAPE = re.compile(r"(.*?)(?:\(([0-9][0-9AB][0-9]?)\))?", re.IGNORECASE | re.DOTALL)


class OrganisationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The directory is public data: everyone sees all of it."""
        return self.all()

    def current(self):
        """Without the merged or deleted ones, which are kept for old codes to lead somewhere."""
        return self.filter(obsolete_on=None, replaced_by=None)

    def labelled(self, label: str):
        """Those whose label this is, accents and capitals apart: « Saint-Denis (93) »."""
        match = LABEL_SHAPE.fullmatch(label.strip())
        if match is None:
            return self.none()
        name, departement = match.groups("")
        return self.filter(plain_name=fold(name)[:250], departement_code=departement.upper())

    def with_code(self, code: str):
        """The one organisation (or none) that has this public code: see Organisation.code."""
        code = "".join(code.split()).upper()
        if not CODE_SHAPE.fullmatch(code):
            return self.none()
        if code.startswith("REG-"):
            return self.filter(family=Family.REGION, insee_code=code.removeprefix("REG-"))
        if code.startswith("ORG-"):
            return self.filter(pk=code.removeprefix("ORG-"))
        if len(code) == 9:
            return self.filter(siren=code)
        family = Family.COMMUNE if len(code) == 5 else Family.DEPARTEMENT
        return self.filter(family=family, insee_code=code)


class Organisation(models.Model):
    """A local public body: a commune, an EPCI, a département, a SDIS…"""

    family = models.CharField(gettext_lazy("famille"), max_length=12, choices=Family)
    nature = models.CharField(
        gettext_lazy("nature juridique"), max_length=5, choices=Nature, blank=True
    )
    # NULL rather than "": several bodies have no known SIREN, and the column is unique.
    siren = models.CharField(
        "SIREN", max_length=9, null=True, blank=True, unique=True, validators=[validate_siren]
    )
    insee_code = models.CharField(gettext_lazy("code INSEE"), max_length=5, blank=True)
    name = models.CharField(gettext_lazy("nom"), max_length=250)
    short_name = models.CharField(
        gettext_lazy("nom court"),
        max_length=80,
        blank=True,
        help_text=gettext_lazy("« Allier » pour « Département de l’Allier »."),
    )
    plain_name = models.CharField(max_length=250, db_index=True, editable=False)
    postcodes = models.CharField(
        gettext_lazy("codes postaux"), max_length=200, blank=True, help_text="35660 35550"
    )
    population = models.PositiveIntegerField(null=True, blank=True)

    epci = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="communes"
    )
    ept = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="ept_communes"
    )
    departement = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="departement_members"
    )
    region = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="region_members"
    )
    departement_code = models.CharField(max_length=3, blank=True, db_index=True)
    region_code = models.CharField(max_length=3, blank=True, db_index=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)

    obsolete_on = models.DateField(gettext_lazy("n’existe plus depuis"), null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="predecessors"
    )
    is_declared = models.BooleanField(
        gettext_lazy("ajoutée par une personne"), default=False, db_index=True
    )
    source = models.CharField(max_length=120, blank=True)
    source_on = models.DateField(null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True, db_index=True)

    # The former name that a search found it by; never stored.
    found_as = ""

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("structure")
        verbose_name_plural = gettext_lazy("structures")
        ordering = ["plain_name", "departement_code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["family", "insee_code"],
                condition=~Q(insee_code=""),
                name="organisation_family_insee_code_unique",
            ),
            models.CheckConstraint(
                condition=Q(siren=None) | Q(siren__regex=r"^[0-9]{9}$"),
                name="organisation_siren_has_nine_digits",
            ),
            models.CheckConstraint(
                condition=Q(family__in=Family.values), name="organisation_family_known"
            ),
        ]
        indexes = [models.Index(fields=["family", "departement_code"])]

    def __str__(self):
        return self.label

    def save(self, **kwargs):
        self.plain_name = fold(self.name)[:250]
        super().save(**kwargs)

    @property
    def label(self) -> str:
        """The name and its département: « Saint-Denis (93) ». 1,441 commune names are shared."""
        return f"{self.name} ({self.departement_code})" if self.departement_code else self.name

    @property
    def code(self) -> str:
        """The public code: INSEE of a commune, « 35 » of a département, « REG-53 », else SIREN.

        « ORG-12 » when none of them is known.
        """
        if self.family == Family.REGION:
            return f"REG-{self.insee_code}"
        return self.insee_code or self.siren or f"ORG-{self.pk}"

    @property
    def place(self) -> str:
        """The bare name of the place: « Allier » for the Département de l’Allier."""
        return self.short_name or self.name

    @property
    def kind(self) -> str:
        """The legal nature in words, or the family when the nature is not known."""
        return self.get_nature_display() or self.get_family_display()

    @property
    def is_obsolete(self) -> bool:
        return self.obsolete_on is not None or self.replaced_by_id is not None

    @cached_property
    def population_band(self) -> str:
        """The band of population in words, or « population non connue »."""
        if self.population is None:
            return _("population non connue")
        return str(next(label for low, label in POPULATION_BANDS if self.population >= low))

    def get_absolute_url(self):
        return reverse("portal:territory", args=[self.code])
