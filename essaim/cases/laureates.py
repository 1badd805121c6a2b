from django.db.models import Exists, OuterRef

from essaim.applications.models import Laureate
from essaim.cases.models import Case


def laureates_with_case():
    """Laureates with their body, call and sheet; ``has_public_case`` says whether anyone may read it."""
    public = Case.objects.published().filter(laureate=OuterRef("pk"))
    related = Laureate.objects.select_related("call", "organisation", "case")
    return related.annotate(has_public_case=Exists(public))
