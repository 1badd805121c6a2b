"""What a computation gives back."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Found:
    """``result`` is plain JSON; ``instance_hash`` (SHA-256, hexadecimal) is that of what was read,
    so that one sees whether marks, links or people have changed since; ``code_version`` names the
    rules and libraries that computed it."""

    result: dict
    instance_hash: str
    code_version: str
