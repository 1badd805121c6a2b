"""What happened where: one row per département that holds a laureate or a public replication."""

from dataclasses import dataclass, field

from essaim.applications.models import Laureate
from essaim.portal.figures import real_laureates, real_replications
from essaim.replications.models import Replication
from essaim.territories.models import Family, Organisation


@dataclass
class Place:
    """A département (code and name) with its laureates and the replications under way there."""

    code: str
    name: str
    laureates: list[Laureate] = field(default_factory=list)
    replications: list[Replication] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.laureates) + len(self.replications)


def places_on_the_map() -> list[Place]:
    """Every département with something to show, in the order of the codes; three queries."""
    names = dict(
        Organisation.objects.filter(family=Family.DEPARTEMENT).values_list(
            "insee_code", "short_name"
        )
    )
    found: dict[str, Place] = {}

    def place_of(code: str) -> Place:
        return found.setdefault(code, Place(code, names.get(code) or code))

    for laureate in real_laureates():
        place_of(laureate.organisation.departement_code).laureates.append(laureate)
    replications = real_replications().exclude(adopter=None).select_related("adopter")
    for replication in replications.distinct():
        place_of(replication.adopter.departement_code).replications.append(replication)
    return [found[code] for code in sorted(found)]
