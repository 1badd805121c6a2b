"""One whole journey, played through the actions: what the access tables are checked against."""


def build_world() -> dict:
    """Named objects (application, draft, call, endorsement, case, journey, session…) and people.

    ``world["people"]`` gives the User of each persona of tests/personas.py, None for the visitor.
    The other keys are the ones that the ``kwargs`` column of tests/*/access.csv may use.
    """
    raise NotImplementedError("Le parcours de démonstration manque encore.")
