"""The objects of this stage that tests/replications/access.csv names, made through the actions."""

from types import SimpleNamespace

from essaim.cases import actions as cases
from essaim.replications import actions
from essaim.replications.models import Replication
from tests.applications.mailbox import link_in


def build_replications(people: SimpleNamespace) -> dict:
    """For a world whose people are those of tests.personas: their sheet, taken up by the adopter."""
    case = cases.open_case(people.laureate, people.manager)
    cases.edit(case, people.manager, solution="Un relais entre collègues.", summary="Un relais.")
    case = cases.ask_review(case, people.manager)
    case = cases.approve(case, people.applicant)
    version = cases.publish(case, people.manager)
    town = people.adopter.memberships.get().organisation
    replication = actions.declare(
        version, town, Replication.Relation.ADAPTATION, people.adopter, motive="Même problème."
    )
    return {
        "case": case,
        "case_version": version,
        "replication": replication,
        "replication_token": link_in("replication_declared"),
    }
