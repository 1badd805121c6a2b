"""French text turned into the terms that the search compares. No Django, no database here.

The plural is stripped before Snowball's French stemmer, which alone gives usager → usag but
usagers → usager. The same analysis feeds the index and reads the query, on both databases.
Stemmer: https://snowballstem.org/algorithms/french/stemmer.html
"""

from functools import lru_cache

import Stemmer

from essaim.base.text import fold

MOST_WORDS = 12  # of a query: beyond, words add nothing but work
MOST_CHARACTERS = 300  # of a query that are read at all
LONGEST_PHRASE = 4  # in terms, of SYNONYMS

EMPTY_WORDS = frozenset(
    "au aux avec ce ces cette comme comment dans de des du elle en entre est et etre il je la le les "
    "leur leurs ma mes mettre mon ne nos notre nous on ont ou par pas plus pour qu que qui quel "
    "quelle sa se ses si son sont sur ta tes un une vers vos votre vous afin mieux sans sous "
    "faire fait".split()
)

# Words that one agent writes for another's. A word in several groups belongs to all of them.
SYNONYMS = (
    ("sourd", "malentendant", "surdité"),
    ("usager", "habitant", "citoyen", "administré", "public"),
    ("agent", "personnel", "fonctionnaire", "salarié"),
    ("mairie", "commune", "ville", "municipalité"),
    ("bourg", "village", "centre-bourg"),
    ("bibliothèque", "médiathèque"),
    ("absentéisme", "absence", "absent"),
    ("pompier", "sdis", "incendie", "secours"),
    ("téléphone", "téléphonique", "standard"),
    ("mobilité", "mutation"),
    ("rivière", "fleuve", "cours d’eau", "eau"),
    ("participation", "participatif", "concertation", "démocratie"),
    ("numérique", "informatique", "digital"),
    ("évaluation", "évaluer", "mesurer"),
    ("accueil", "guichet"),
    ("sensibiliser", "sensibilisation", "pédagogie"),
    ("cdg", "centre de gestion"),
    ("sdis", "service d’incendie et de secours"),
    ("rh", "ressources humaines"),
    ("mna", "mineurs non accompagnés"),
    ("epci", "intercommunalité", "communauté de communes"),
    ("ccas", "centre communal d’action sociale"),
)


@lru_cache(maxsize=8192)
def term_of(word: str) -> str:
    """The term of one folded word: « usagers » → « usag », « locaux » → « local »."""
    if len(word) > 4 and word.endswith("aux") and not word.endswith("eaux"):
        word = word[:-2] + "l"
    elif len(word) > 3 and word[-1] in "sx" and not word.isdigit():
        word = word[:-1]
    # One stemmer object is not to be shared between threads; a new one costs microseconds.
    return Stemmer.Stemmer("french").stemWord(word)


def terms(text: str) -> list[str]:
    """The terms of a text, in order: letters a to z and digits only, so harmless in any syntax.

    >>> terms("L’accueil des usagers sourds")
    ['accueil', 'usag', 'sourd']
    """
    words = fold(text).split()
    return [term_of(word) for word in words if len(word) > 1 and word not in EMPTY_WORDS]


@lru_cache(maxsize=1)
def _alternatives() -> dict[tuple[str, ...], list[tuple[str, ...]]]:
    """For each phrase of SYNONYMS, what else it may be written."""
    found: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for group in SYNONYMS:
        analysed = [tuple(terms(phrase)) for phrase in group]
        for phrase in analysed:
            found.setdefault(phrase, []).extend(other for other in analysed if other != phrase)
    return found


def query_groups(text: str) -> list[list[tuple[str, ...]]]:
    """A query as a conjunction of groups; a group is a choice of phrases; a phrase is several terms.

    « agents du CDG » → [[(agent,), (personnel,), …], [(cdg,), (centr, gestion)]]. The first phrase
    of a group is what was typed. Empty when nothing in the query can be searched.
    """
    known = _alternatives()
    left = list(dict.fromkeys(terms(text[:MOST_CHARACTERS])))[:MOST_WORDS]
    groups = []
    while left:
        sizes = range(LONGEST_PHRASE, 1, -1)
        size = next((size for size in sizes if tuple(left[:size]) in known), 1)
        typed = tuple(left[:size])
        groups.append([typed, *known.get(typed, [])])
        left = left[size:]
    return groups
