"""The figures the public pages show, each from one short query. Demonstration calls never count."""

from collections import Counter

from django.db.models import Count, F, Q
from django.db.models.functions import Abs

from essaim.applications.models import Laureate
from essaim.calls.models import Call
from essaim.cases.laureates import laureates_with_case
from essaim.cases.models import Case
from essaim.replications.models import Replication
from essaim.territories.models import Family, Organisation


def real_laureates():
    return laureates_with_case().exclude(call__is_demonstration=True)


def real_cases():
    return Case.objects.published().outside_demonstrations()


def cases_to_read(limit: int = 3):
    """The latest sheets, those that have a sentence to show first."""
    told = real_cases().select_related("catalogue_entry")
    told = told.annotate(is_bare=Q(catalogue_entry__one_line=""))
    return told.order_by("is_bare", "-catalogue_entry__published_at", "pk")[:limit]


def comparable_cases(organisation: Organisation, limit: int = 3):
    """Sheets of other bodies, those of the same family first, then the nearest in population."""
    others = real_cases().exclude(origin=organisation).select_related("catalogue_entry")
    others = others.annotate(
        is_other_family=~Q(catalogue_entry__family=organisation.family),
        distance=Abs(F("catalogue_entry__population") - (organisation.population or 0)),
    )
    return others.order_by("is_other_family", F("distance").asc(nulls_last=True), "pk")[:limit]


def real_replications():
    """Public records of sheets that do not come from a demonstration call."""
    demonstrated = Case.objects.filter(laureate__call__is_demonstration=True)
    return Replication.objects.public().exclude(parent_edges__case_version__case__in=demonstrated)


def real_calls():
    """Calls that are or were public."""
    public = [Call.Status.PUBLISHED, Call.Status.ARCHIVED]
    return Call.objects.filter(status__in=public, is_demonstration=False)


def key_figures() -> dict[str, int]:
    """Calls published, laureates known, sheets published, adopters counted by the published rule."""
    return {
        "calls": real_calls().count(),
        "laureates": real_laureates().count(),
        "cases": real_cases().count(),
        "replications": real_replications().counted().values("adopter").distinct().count(),
    }


def laureates_by_family() -> list[tuple[str, int]]:
    """(family in words, laureates), the most numerous first."""
    real = Laureate.objects.exclude(call__is_demonstration=True)
    rows = real.values_list("organisation__family").annotate(number=Count("pk"))
    return sorted(((Family(family).label, n) for family, n in rows), key=lambda row: -row[1])


def laureates_by_population() -> list[tuple[str, int]]:
    """(population band, laureate communes), from the smallest band to the largest."""
    communes = real_laureates().filter(organisation__family=Family.COMMUNE)
    bands = Counter()
    smallest = {}
    for laureate in communes:
        band = str(laureate.organisation.population_band)
        bands[band] += 1
        population = laureate.organisation.population or 0
        smallest[band] = min(smallest.get(band, population), population)
    return sorted(bands.items(), key=lambda row: smallest[row[0]])


def laureates_by_call() -> list[tuple[Call, int]]:
    """(call, laureates known) for every call that is or was public, the latest first."""
    calls = real_calls().annotate(known=Count("laureates")).order_by("-number")
    return [(call, call.known) for call in calls]


def replications_by_status() -> list[tuple[str, int]]:
    """(state in words, public replications), in the order of the journey; states without any are left out."""
    rows = dict(real_replications().values_list("status").annotate(n=Count("pk", distinct=True)))
    return [(status.label, rows[status]) for status in Replication.Status if status in rows]
