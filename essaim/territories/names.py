"""The words people use for public bodies: what they drop, shorten, add, or call otherwise.

No database here: text in, text out.
"""

from dataclasses import dataclass

from essaim.base.text import fold
from essaim.territories.models import Family

DROPPED = frozenset(("l", "le", "la", "les", "d", "de", "du", "des", "et", "a", "au", "aux"))
SPELT_OUT = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}

# What people type for a kind of body, without the dropped words; the longest is tried first.
KIND_WORDS = {
    Family.COMMUNE: ("commune", "mairie", "ville", "municipalite", "village"),
    Family.EPCI_FP: (
        *("communaute communes", "com com", "comcom", "cc", "communaute agglomeration", "agglo"),
        *("agglomeration", "ca", "communaute urbaine", "cu", "metropole", "intercommunalite"),
        *("interco", "epci", "communaute"),
    ),
    Family.EPT: ("etablissement public territorial", "ept"),
    Family.DEPARTEMENT: ("departement", "conseil departemental", "conseil general", "cd"),
    Family.REGION: ("region", "conseil regional", "cr"),
    Family.SDIS: ("service departemental incendie secours", "sdis", "pompiers"),
    Family.CDG: ("centre departemental gestion", "centre gestion", "cdg"),
    Family.CCAS_CIAS: (
        *("centre communal action sociale", "centre intercommunal action sociale", "ccas", "cias"),
    ),
    Family.SYNDICAT: ("syndicat mixte", "syndicat intercommunal", "syndicat", "sivu", "sivom"),
    Family.PETR: ("pole equilibre territorial rural", "petr"),
}
KINDS = sorted(
    ((phrase.split(), family) for family, phrases in KIND_WORDS.items() for phrase in phrases),
    key=lambda kind: -len(kind[0]),
)

# Names in use that are not the official one: the words typed → public code.
ALIASES = {
    "grand lyon": "200046977",
    "cub": "243300316",
    "communaute urbaine bordeaux": "243300316",
    "mel": "200093201",
    "lille metropole": "200093201",
    "mgp": "200054781",
    "amp": "200054807",
    "marseille provence metropole": "200054807",
    "ems": "246700488",
    "strasbourg eurometropole": "246700488",
    "grand nancy": "245400676",
    "ville lumiere": "75056",
    "paname": "75056",
    "collectivite corse": "REG-94",
    "collectivite territoriale corse": "REG-94",
    "collectivite territoriale martinique": "REG-02",
    "ctm": "REG-02",
    "collectivite territoriale guyane": "REG-03",
    "ctg": "REG-03",
    "paca": "REG-93",
    "region sud": "REG-93",
    "idf": "REG-11",
    "aura": "REG-84",
    "bfc": "REG-27",
    "hdf": "REG-32",
    "spm": "975",
    "taaf": "984",
}


def words_of(text: str) -> list[str]:
    """The words that tell a name from another: no accent, no article, « st » spelt out.

    >>> words_of("L’Île-St-Denis")
    ['ile', 'saint', 'denis']
    """
    return telling_words(fold(text))


def telling_words(plain_name: str) -> list[str]:
    """The same, from a text that is folded already."""
    words = plain_name.split()
    return [SPELT_OUT.get(word, word) for word in words if word not in DROPPED] or words


def without_kind(words: list[str]) -> tuple[str, list[str]]:
    """The family that the words name, and the other words; ("", words) if they name none.

    A name that is nothing but such words (« Communauté ») is kept whole.
    """
    for phrase, family in KINDS:
        length = len(phrase)
        for start in {0, len(words) - length}:
            if length < len(words) and words[start : start + length] == phrase:
                return family, words[:start] + words[start + length :]
    return "", words


@dataclass(frozen=True)
class Query:
    """What was typed, understood: ``words`` to match, a family and a département if any.

    ``joined`` is the whole text as one word, for « le havre » typed « lehavre ».
    """

    words: tuple[str, ...]
    family: str = ""
    departement: str = ""
    joined: str = ""


def queries_of(text: str, departements: dict[tuple[str, ...], str]) -> list[Query]:
    """The ways to understand a text, the plain one first.

    ``departements`` gives the code of a département for the words of its name, and for its code.
    A query without words asks for all the bodies of a family in a département: « sdis 14 ».
    """
    words = words_of(text)
    family, rest = without_kind(words)
    found = [Query(tuple(words), joined=fold(text).replace(" ", ""))] if words else []
    if family:
        found.append(Query(tuple(rest), family))
    for length in range(1, min(len(rest), 4) + 1):
        for place, others in ((rest[-length:], rest[:-length]), (rest[:length], rest[length:])):
            code = departements.get(tuple(place))
            inner_family, others = without_kind(others)
            asked_family = family or inner_family
            if code and (others or asked_family not in ("", Family.COMMUNE)):
                found.append(Query(tuple(others), asked_family, code))
    return list(dict.fromkeys(found))
