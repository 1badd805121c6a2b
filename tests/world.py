"""The worlds that the access tables are checked against: the people, and one app's objects."""

from tests.applications.world import build_applications
from tests.calls.world import build_calls
from tests.cases.world import build_cases
from tests.jury.world import build_jury
from tests.outreach.world import build_outreach
from tests.personas import make_people
from tests.replications.world import build_replications
from tests.support.world import build_support

BUILDERS = {
    "applications": build_applications,
    "calls": build_calls,
    "cases": build_cases,
    "jury": build_jury,
    "outreach": build_outreach,
    "replications": build_replications,
    "support": build_support,
    "api": build_replications,
}


def build_world(app: str) -> dict:
    """Named objects for the ``kwargs`` column of tests/<app>/access.csv, made through the actions.

    ``world["people"]`` has the User of each persona of tests/personas.py, None for the visitor.
    """
    people = make_people()
    world = {
        "people": people,
        "call": people.call,
        "programme": people.call.programme,
        "organisation": people.application.organisation,
        "membership": people.applicant.memberships.get(),
    }
    return {**world, **(BUILDERS[app](people) if app in BUILDERS else {})}
