"""Full-text search over the published sheets: one question, two engines.

The terms come analysed from ``analysis``; SQLite keeps them in an FTS5 table, PostgreSQL in a
``simple`` tsvector. Both weigh the title, then what opens the sheet, then the rest.
The index is written by the publication, in its transaction.
"""

from dataclasses import dataclass

from django.db import connection

from essaim.cases.analysis import query_groups, terms
from essaim.cases.models import CatalogueEntry

MOST_CANDIDATES = 1000  # the most recent ones are ranked; a very common word stays cheap
SHORTEST_PREFIX = 4

OPENING = ("one_line", "summary")
BODY = (
    *("problem", "solution", "beneficiaries", "participation", "people_needed", "legal_frame"),
    *("context", "difficulties", "success_conditions", "lessons", "small_variant"),
)


@dataclass(frozen=True)
class Found:
    """Catalogue entries by decreasing relevance; ``is_loose``: no sheet has all the words."""

    scores: dict[int, float]
    is_loose: bool = False


def index(entry: CatalogueEntry, content: dict) -> None:
    """Replace what the search knows of a sheet by the words of its frozen content."""
    columns = [" ".join(terms(text)) for text in _texts(content)]
    ENGINES[connection.vendor].write(entry.pk, columns)


def forget(entry: CatalogueEntry) -> None:
    """Take a sheet out of the search, before its entry is deleted."""
    ENGINES[connection.vendor].erase(entry.pk)


def find(text: str) -> Found | None:
    """The entries that have all the words of ``text``, or failing that some of them.

    None when the text holds no searchable word. At most MOST_CANDIDATES are ranked. Any text is
    safe: only terms made of letters and digits ever reach an engine.
    """
    groups = query_groups(text)
    if not groups:
        return None
    engine = ENGINES[connection.vendor]
    strict = engine.rank(engine.question(groups, all_words=True))
    if strict or len(groups) == 1:
        return Found(strict)
    return Found(engine.rank(engine.question(groups, all_words=False)), is_loose=True)


def _texts(content: dict) -> tuple[str, str, str]:
    origin = content["origin"]
    opening = [content[key] for key in OPENING]
    opening += [*content["themes"].values(), origin["name"], origin["departement"]]
    body = [content[key] for key in BODY] + [origin["region"]]
    body += [f"{part['name']} {part['description']}" for part in content["components"]]
    body += [f"{step['action']} {step['pitfall']}" for step in content["steps"]]
    body += [result["indicator"] for result in content["results"]]
    return content["title"], " ".join(opening), " ".join(body)


class Engine:
    """How one database stores terms and ranks entries."""

    and_sign = or_sign = prefix_sign = ranking = ""

    def write(self, pk: int, columns: list[str]) -> None:
        raise NotImplementedError

    def erase(self, pk: int) -> None:
        raise NotImplementedError

    def question(self, groups, all_words: bool) -> str:
        """The groups of ``query_groups`` in the engine's own syntax."""
        written = []
        for group in groups:
            choices = [self._phrase(phrase) for phrase in group]
            typed = group[0]
            if group is groups[-1] and len(typed) == 1 and len(typed[0]) >= SHORTEST_PREFIX:
                choices.append(self._term(typed[0]) + self.prefix_sign)
            written.append("(" + self.or_sign.join(choices) + ")")
        return (self.and_sign if all_words else self.or_sign).join(written)

    def _phrase(self, phrase: tuple[str, ...]) -> str:
        return "(" + self.and_sign.join(self._term(term) for term in phrase) + ")"

    def _term(self, term: str) -> str:
        return term

    def rank(self, question: str) -> dict[int, float]:
        with connection.cursor() as cursor:
            cursor.execute(self.ranking, [question, MOST_CANDIDATES])
            return dict(cursor.fetchall())


class Fts5(Engine):
    and_sign, or_sign, prefix_sign = " AND ", " OR ", "*"
    # Rows leave an FTS5 table by rowid, so the newest are taken without sorting all the matches.
    ranking = """
        SELECT rowid, -bm25(cases_search, 10.0, 4.0, 1.0) FROM cases_search
        WHERE cases_search MATCH %s ORDER BY rowid DESC LIMIT %s"""

    def _term(self, term: str) -> str:
        return f'"{term}"'

    def write(self, pk: int, columns: list[str]) -> None:
        self.erase(pk)
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO cases_search (rowid, title, opening, body) VALUES (%s, %s, %s, %s)",
                [pk, *columns],
            )

    def erase(self, pk: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM cases_search WHERE rowid = %s", [pk])


class TsVector(Engine):
    and_sign, or_sign, prefix_sign = " & ", " | ", ":*"
    ranking = """
        SELECT id, ts_rank_cd('{0.02, 0.1, 0.4, 1.0}', document, question) FROM (
            SELECT id, document, question
            FROM cases_catalogueentry, to_tsquery('simple', %s) AS question
            WHERE document @@ question ORDER BY id DESC LIMIT %s
        ) AS candidates"""

    def write(self, pk: int, columns: list[str]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                """UPDATE cases_catalogueentry SET document =
                     setweight(to_tsvector('simple', %s), 'A') ||
                     setweight(to_tsvector('simple', %s), 'B') ||
                     setweight(to_tsvector('simple', %s), 'D')
                   WHERE id = %s""",
                [*columns, pk],
            )

    def erase(self, pk: int) -> None:
        """The terms are a column of the entry: they go with it."""


ENGINES = {"sqlite": Fts5(), "postgresql": TsVector()}
