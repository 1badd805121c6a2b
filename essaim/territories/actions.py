from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from essaim.base.exceptions import RuleBroken
from essaim.territories.models import Organisation


class SirenKnown(RuleBroken):
    """The SIREN is already in the directory: ``organisation`` is the one that has it."""

    sentence = _("Cette structure est déjà dans l’annuaire : choisissez-la au lieu de l’ajouter.")

    def __init__(self, organisation: Organisation):
        super().__init__()
        self.organisation = organisation


def declare_organisation(
    *, siren: str, name: str, family: str, departement: Organisation
) -> Organisation:
    """Adds to the directory a body that it lacks. Who did it is for the caller to log.

    Raises SirenKnown.
    """
    organisation = Organisation(
        siren=siren,
        name=name,
        family=family,
        departement=departement,
        departement_code=departement.departement_code,
        region_id=departement.region_id,
        region_code=departement.region_code,
        is_declared=True,
        source="déclaration",
    )
    try:
        with transaction.atomic():
            organisation.save(force_insert=True)
    except IntegrityError as error:
        known = Organisation.objects.filter(siren=siren).first()
        if known is None:
            raise
        raise SirenKnown(known) from error
    return organisation
