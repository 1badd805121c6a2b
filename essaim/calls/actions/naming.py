"""Names for addresses, drawn from words."""

from collections.abc import Container


def first_free(stem: str, taken: Container[str]) -> str:
    """« appel-2027 », then « appel-2027-2 », « appel-2027-3 »…"""
    name, number = stem, 2
    while name in taken:
        name, number = f"{stem}-{number}", number + 1
    return name
