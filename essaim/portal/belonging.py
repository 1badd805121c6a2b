from django.db.models import Q

from essaim.territories.models import Family, Organisation, OrganisationQuerySet


def bodies_within(organisation: Organisation) -> OrganisationQuerySet:
    """The organisation itself and the bodies that its territory contains.

    A département or a région contains every body that bears its code, an EPCI or EPT its communes;
    any other body only itself.
    """
    inside = Q(pk=organisation.pk)
    if organisation.family == Family.DEPARTEMENT:
        inside |= Q(departement_code=organisation.insee_code)
    elif organisation.family == Family.REGION:
        inside |= Q(region_code=organisation.insee_code)
    elif organisation.family == Family.EPCI_FP:
        inside |= Q(epci=organisation)
    elif organisation.family == Family.EPT:
        inside |= Q(ept=organisation)
    return Organisation.objects.filter(inside)
