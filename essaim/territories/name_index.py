"""Finds names from what people type: half words, forgotten accents, slips of the finger.

An immutable index held in memory, without Django: the search module builds it from the database
and keeps it fresh. Entries are numbered by falling population, so that a cut keeps the best known.

Matching, in this order until something is found:
1. every word typed begins a word of the name, or the text begins the name written in one word
   (« lehavre »);
2. the same, allowing slips (optimal string alignment distance: 1 from 4 letters, 2 from 7),
   first in the words that no name has, then in all;
3. the same without one of the words.
Candidates are then ranked on likeness (equal, beginning, else rapidfuzz's ratio), the family
asked for, and population.
"""

import math
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from essaim.territories.names import Query

RANKED = 300
NEAR_WORDS = 12
SLIPS_IN_WORDS = 4
LAST_LETTER = "\U0010ffff"


class Entry(NamedTuple):
    """One name of one organisation; ``words`` are all its words, ``name`` those that count."""

    pk: int
    name: str
    words: tuple[str, ...]
    family: str
    departement: str
    population: int
    former_name: str = ""


class Hit(NamedTuple):
    score: float
    pk: int
    former_name: str


def slips_allowed(word: str) -> int:
    return (len(word) >= 4) + (len(word) >= 7)


class NameIndex:
    def __init__(self, entries: Iterable[Entry]):
        ordered = sorted(entries, key=lambda entry: -entry.population)
        self.names = [entry.name for entry in ordered]
        self.families = [entry.family for entry in ordered]
        self.departements = [entry.departement for entry in ordered]
        self.pks = array("q", (entry.pk for entry in ordered))
        self.weights = array("f", (4 * math.log10(e.population + 1) for e in ordered))
        self.former_names = {n: e.former_name for n, e in enumerate(ordered) if e.former_name}
        self._index_words(ordered)
        self._group_words()

    def _index_words(self, ordered: list[Entry]) -> None:
        """The numbers of the entries of all words, end to end, in the order of the words."""
        numbers = defaultdict(list)
        for number, entry in enumerate(ordered):
            for word in set(entry.words):
                numbers[word].append(number)
        self.vocabulary = sorted(numbers)
        self.numbers, self.starts = array("I"), array("I", [0])
        for word in self.vocabulary:
            self.numbers.extend(numbers.pop(word))
            self.starts.append(len(self.numbers))

    def _group_words(self) -> None:
        """Words by first letter and length; a wrong figure is another postcode, not a slip."""
        self.groups = defaultdict(list)
        for word in self.vocabulary:
            if word[:1].isalpha():
                self.groups[word[0], len(word)].append(word)

    def search(self, query: Query) -> list[Hit]:
        """What begins like the query, best first; empty when nothing does."""
        if not query.words:
            return self._ranked(query, self._of_family(query))
        return self._ranked(query, self._beginning(query))

    def search_near(self, query: Query) -> list[Hit]:
        """What is like the query but for slips, best first; empty when nothing is near."""
        return self._ranked(query, self._near_to(query)) if query.words else []

    def _beginning(self, query: Query) -> set[int]:
        found = set.intersection(*map(self._begun_by, query.words))
        return found | self._begun_by(query.joined) if query.joined else found

    def _near_to(self, query: Query) -> set[int]:
        words = query.words[:SLIPS_IN_WORDS]
        begun = [self._begun_by(word) for word in words]
        near = [found or self._near(w) for found, w in zip(begun, words, strict=True)]
        found = set.intersection(*near) or self._near(query.joined)
        if found or len(words) == 1:
            return found
        near = [b | self._near(w) for b, w in zip(begun, words, strict=True)]
        return set.intersection(*near) or self._all_but_one(near)

    def _all_but_one(self, near: list[set[int]]) -> set[int]:
        found: set[int] = set()
        for left_out in range(len(near)):
            found |= set.intersection(*(s for i, s in enumerate(near) if i != left_out))
        return found

    def _of_family(self, query: Query) -> set[int]:
        """For « sdis 14 »; the ranking keeps those of the département."""
        return {n for n, family in enumerate(self.families) if family == query.family}

    def _begun_by(self, beginning: str) -> set[int]:
        low = bisect_left(self.vocabulary, beginning)
        high = bisect_left(self.vocabulary, beginning + LAST_LETTER)
        return set(self.numbers[self.starts[low] : self.starts[high]])

    def _near(self, word: str) -> set[int]:
        slips = slips_allowed(word)
        if not slips or not word[:1].isalpha() or len(word) > 40:
            return set()
        lengths = range(len(word) - slips, len(word) + slips + 1)
        # A swap can bring the second letter to the front.
        same = [
            w for letter in set(word[:2]) for n in lengths for w in self.groups.get((letter, n), ())
        ]
        close = self._close(word, same, slips)
        if not close:
            others = [
                w for (_letter, n), group in self.groups.items() if n in lengths for w in group
            ]
            close = self._close(word, others, 1)
        return set().union(*(self._of_word(w) for w, _distance, _i in close))

    def _close(self, word: str, words: list[str], slips: int) -> list:
        return process.extract(
            word, words, scorer=OSA.distance, score_cutoff=slips, limit=NEAR_WORDS
        )

    def _of_word(self, word: str) -> array:
        position = bisect_left(self.vocabulary, word)
        return self.numbers[self.starts[position] : self.starts[position + 1]]

    def _ranked(self, query: Query, found: set[int]) -> list[Hit]:
        asked = " ".join(query.words)
        best: dict[int, Hit] = {}
        for number in self._cut(asked, query, found):
            pk = self.pks[number]
            hit = Hit(self._score(asked, query, number), pk, self.former_names.get(number, ""))
            if pk not in best or hit > best[pk]:
                best[pk] = hit
        return sorted(best.values(), reverse=True)

    def _cut(self, asked: str, query: Query, found: set[int]) -> set[int]:
        """The best known candidates; the asked family and the very name asked always stay."""
        if query.departement:
            found = {n for n in found if self.departements[n] == query.departement}
        if len(found) <= RANKED:
            return found
        ordered = sorted(found)
        same_family = [n for n in ordered if self.families[n] == query.family]
        same_name = [n for n in ordered if self.names[n] == asked]
        return {*ordered[:RANKED], *same_family[:RANKED], *same_name[:RANKED]}

    def _score(self, asked: str, query: Query, number: int) -> float:
        name = self.names[number]
        score = self._likeness(asked, name) + self.weights[number]
        if query.departement:
            score += 5
        if query.family:
            score += 60 * (self.families[number] == query.family)
        elif self.families[number] != "commune":
            score -= 6
        return score - 6 * (number in self.former_names)

    def _likeness(self, asked: str, name: str) -> float:
        """110 for the name itself (170 if it has two words), 90 to 100 for its beginning, else less."""
        if name == asked or not asked:
            return 170 if " " in asked else 110
        if name.startswith(asked):
            return 90 + 10 * len(asked) / len(name)
        return 0.9 * fuzz.ratio(asked, name)
