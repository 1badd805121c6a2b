import secrets

# No vowels and no look-alikes: nothing to misread aloud, no accidental word.
ALPHABET = "23456789bcdfghjkmnpqrstvwxz"


def new_public_id() -> str:
    """A random identifier for a URL: 14 characters, 66 bits, no order and no count to guess."""
    return "".join(secrets.choice(ALPHABET) for _ in range(14))


def reference(obj) -> str:
    """How the log and the outbox name an object: « applications.Application:12 »."""
    return f"{obj._meta.label}:{obj.pk}"
