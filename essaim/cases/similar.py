"""What others did about the problem that a draft describes: published sheets, and past laureates.

The words that tell most in the draft (its title, then its problem, then the rest) are looked for by
the search of the sheets; what comes back is ranked again on the words it really shares, the rare
ones counting more, and those words are what is shown as the reason. Costs five queries.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from essaim.applications.models import Answer, Application, Laureate
from essaim.base.text import fold
from essaim.calls.models import Question
from essaim.cases import search
from essaim.cases.analysis import EMPTY_WORDS, MOST_WORDS, query_groups, term_of, terms
from essaim.cases.laureates import laureates_with_case
from essaim.cases.models import CatalogueEntry

WORD = re.compile(r"[^\W_]+")
SHOWN = 3
MOST_ENTRIES = 40  # of the search, ranked again
MOST_LAUREATES = 500
LONGEST_ANSWER = 3_000  # characters read of one answer
WORDS_SHOWN = 4
LEAST_WORDS = 2  # in common, unless one is in the title or the subject
PROBLEM = ("probleme", "contexte", "deja-tente")
TITLE_WEIGHT, PROBLEM_WEIGHT = 4, 2
MOST_COUNTED = 3  # times: a word repeated twenty times does not tell twenty times more
# What nearly every application says: it brings nobody together.
GENERIC = frozenset(
    term_of(word)
    for word in (
        "projet candidature besoin action travail temps annee jour mois personne gens agent service "
        "public collectivite territoire commune mairie ville equipe solution probleme aujourd hui "
        "aussi autre tout tous toute toutes chaque quand deja encore trop tres peu beaucoup moins "
        "nouveau nouvelle permettre pouvoir doit peut veut veulent avons avoir ete meme entre apres "
        "avant depuis pendant lors ainsi donc mais car puis ici cela ceux celle aucun aucune deux "
        "trois question reponse exemple idee moyen place cas fois seul seule"
    ).split()
)


@dataclass(frozen=True)
class Suggestion:
    """One thing to read, and the words of the draft that brought it."""

    place: str
    title: str
    line: str
    url: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Similar:
    cases: list[Suggestion]
    laureates: list[Suggestion]

    def __bool__(self) -> bool:
        return bool(self.cases or self.laureates)


@dataclass(frozen=True)
class Found:
    """A text found, with what it shares: (suggestion without words, terms, terms of its title)."""

    suggestion: Suggestion
    terms: frozenset[str]
    head: frozenset[str]
    key: int


def similar_to(application: Application) -> Similar:
    """At most three sheets and three laureates, the closest first; none for an empty draft."""
    words = _telling_words(application)
    if not words:
        return Similar([], [])
    groups = query_groups(" ".join(words))
    is_real = not application.call.is_demonstration
    entries = list(_entries(" ".join(words), is_real))
    cases = _closest((_of_entry(entry) for entry in entries), groups, words)
    shown = {found.key for found in cases}
    laureates = (_of_laureate(laureate) for laureate in _laureates(is_real))
    past = _closest((found for found in laureates if found.key not in shown), groups, words)
    return Similar([found.suggestion for found in cases], [found.suggestion for found in past])


def _telling_words(application: Application) -> dict[str, str]:
    """{word as typed: its term} of those that tell most, at most MOST_WORDS."""
    weights: Counter[str] = Counter()
    typed: dict[str, str] = {}
    for text, weight in _texts(application):
        seen: Counter[str] = Counter()
        for word in WORD.findall(text.lower()):
            plain = fold(word)
            term = term_of(plain)
            if len(plain) < 3 or plain in EMPTY_WORDS or term in GENERIC or plain.isdigit():
                continue
            typed.setdefault(term, word)
            seen[term] += 1
        for term, count in seen.items():
            weights[term] += weight * min(count, MOST_COUNTED)
    return {typed[term]: term for term, _weight in weights.most_common(MOST_WORDS)}


def _texts(application: Application) -> list[tuple[str, int]]:
    """(text, weight), the title first, then the problem, then the other written answers."""
    kinds = (Question.Kind.SHORT_TEXT, Question.Kind.LONG_TEXT)
    answers = Answer.objects.filter(application=application, question__kind__in=kinds)
    told = dict(answers.order_by("question__position").values_list("question__code", "value"))
    order = sorted(told, key=lambda code: PROBLEM.index(code) if code in PROBLEM else len(PROBLEM))
    texts = [(application.title, TITLE_WEIGHT)]
    for code in order:
        texts.append((told[code][:LONGEST_ANSWER], PROBLEM_WEIGHT if code in PROBLEM else 1))
    return texts


def _entries(text: str, is_real: bool) -> Iterable[CatalogueEntry]:
    found = search.find(text)
    scores = found.scores if found else {}
    best = sorted(scores, key=lambda key: (-scores[key], -key))[:MOST_ENTRIES]
    entries = CatalogueEntry.objects.filter(pk__in=best).select_related("case", "version")
    if is_real:
        entries = entries.exclude(case__laureate__call__is_demonstration=True)
    return entries.order_by("-pk")


def _laureates(is_real: bool) -> Iterable[Laureate]:
    laureates = laureates_with_case().order_by("-pk")
    if is_real:
        laureates = laureates.exclude(call__is_demonstration=True)
    return laureates[:MOST_LAUREATES]


def _of_entry(entry: CatalogueEntry) -> Found:
    content = entry.version.content
    body = (entry.one_line, content["summary"], content["problem"], content["solution"])
    suggestion = Suggestion(
        place=entry.place,
        title=entry.title,
        line=entry.one_line,
        url=entry.case.get_absolute_url(),
        words=(),
    )
    head = frozenset(terms(entry.title))
    everything = head.union(*(terms(text) for text in body), *map(terms, entry.themes.values()))
    return Found(suggestion, everything, head, entry.case.laureate_id)


def _of_laureate(laureate: Laureate) -> Found:
    is_public = getattr(laureate, "has_public_case", False)  # of laureates_with_case()
    readable = laureate.case if is_public else laureate.organisation
    suggestion = Suggestion(
        place=laureate.organisation.label,
        title=laureate.organisation.label,
        line=laureate.subject,
        url=readable.get_absolute_url(),
        words=(),
    )
    head = frozenset(terms(laureate.subject))
    return Found(suggestion, head, head, laureate.pk)


def _closest(candidates: Iterable[Found], groups, words: dict[str, str]) -> list[Found]:
    """Those that share enough with the draft, the rarest words in common first."""
    sharing = [(found, _shared(found.terms, groups)) for found in candidates]
    frequency = Counter(group for _found, shared in sharing for group in shared)
    total = len(sharing)
    ranked = []
    for found, shared in sharing:
        in_head = _shared(found.head, groups)
        if len(shared) < LEAST_WORDS and not in_head:
            continue
        score = sum(math.log(1 + total / frequency[g]) * (2 if g in in_head else 1) for g in shared)
        ranked.append((score, found.key, _with_words(found, shared, groups, words)))
    ranked.sort(key=lambda line: (-line[0], -line[1]))
    return [found for _score, _key, found in ranked[:SHOWN]]


def _shared(text_terms: frozenset[str], groups) -> list[int]:
    """The ranks of the groups of the draft that a text has, as typed or as another agent says it."""
    return [
        rank
        for rank, group in enumerate(groups)
        if any(phrase and text_terms.issuperset(phrase) for phrase in group)
    ]


def _with_words(found: Found, shared: list[int], groups, words: dict[str, str]) -> Found:
    """The same, saying the words of the draft that it answers."""
    typed = {term: word for word, term in words.items()}
    said = [" ".join(typed.get(term, term) for term in groups[rank][0]) for rank in shared]
    told = found.suggestion
    suggestion = Suggestion(told.place, told.title, told.line, told.url, tuple(said[:WORDS_SHOWN]))
    return Found(suggestion, found.terms, found.head, found.key)
