"""PostgreSQL's full text search: a stored tsvector with weights, GIN indexes, `ts_rank`, `ts_headline` of one page."""

from collections.abc import Iterable, Sequence
from typing import Any

import psycopg

from search import Document
from tests.measure.speed.engines.base import (
    GROUPS,
    MULTIPLE,
    PAGE,
    SINGLE,
    TEXTS,
    Counting,
    Counts,
    Engine,
    Filters,
    Page,
    texts,
    values,
)
from tests.measure.speed.queries import Asked

CLASSES = {"title": "A", "tags": "B", "summary": "B", "places": "B", "technologies_text": "B"}  # the others are D
WEIGHTS = "{0.33, 0.33, 0.5, 1.0}"  # of D, C, B and A; ours, made to fit between 0 and 1
VECTOR = " || ".join(f"setweight(to_tsvector('german', {name}), '{CLASSES.get(name, 'D')}')" for name in TEXTS)
COLUMNS = ("key", *TEXTS, *GROUPS)
TABLE = f"""
CREATE TABLE entry (
    key text PRIMARY KEY,
    {", ".join(f"{name} text NOT NULL" for name in TEXTS)},
    {", ".join(f"{group} {'text[]' if group in MULTIPLE else 'text'} NOT NULL" for group in GROUPS)},
    words tsvector GENERATED ALWAYS AS ({VECTOR}) STORED
)
"""
INDEXES = [
    "CREATE INDEX ON entry USING gin (words)",
    *(f"CREATE INDEX ON entry USING gin ({group})" for group in MULTIPLE),
    *(f"CREATE INDEX ON entry ({group})" for group in SINGLE),
]
# Words as written for completion and spelling, as the documentation of pg_trgm advises.
WORDS = [
    "CREATE EXTENSION pg_trgm",
    "CREATE TABLE word AS SELECT word, ndoc FROM ts_stat("
    "$$SELECT to_tsvector('simple', title || ' ' || summary || ' ' || text) FROM entry$$)",
    "CREATE INDEX ON word USING gin (word gin_trgm_ops)",
    "CREATE INDEX ON word (word text_pattern_ops)",
]


class PostgreSQL(Engine):
    """One table; `where` is the address of a database of its own."""

    name = "PostgreSQL"
    kept = False

    @classmethod
    def version(cls) -> str:
        return "of the tests"

    def build(self, documents: Iterable[Document]) -> None:
        with psycopg.connect(self.where, autocommit=True) as connection:
            connection.execute(TABLE)
            with connection.cursor().copy(f"COPY entry ({', '.join(COLUMNS)}) FROM STDIN") as copy:
                for document in documents:
                    copy.write_row(_row(document))
            for statement in (*INDEXES, "VACUUM ANALYZE entry"):
                connection.execute(statement)

    def build_words(self) -> None:
        """Collect the vocabulary for completion and spelling; not part of the bulk indexing that is measured."""
        with psycopg.connect(self.where, autocommit=True) as connection:
            for statement in (*WORDS, "ANALYZE word"):
                connection.execute(statement)

    def open(self) -> None:
        self._connection = psycopg.connect(self.where, autocommit=True, prepare_threshold=1)

    def close(self) -> None:
        self._connection.close()

    def server_version(self) -> str:
        """Return the version as PostgreSQL writes it."""
        return str(self._one("SHOW server_version")[0]).split()[0]

    def page(self, asked: Asked, countings: Sequence[Counting]) -> Page:
        condition, parameters = _condition(asked.filters)
        rows = self._all(
            f"""
            SELECT key, ts_headline('german', text, q, 'MaxFragments=2'), total FROM (
                SELECT key, text, q, count(*) OVER () AS total
                FROM entry, websearch_to_tsquery('german', %(words)s) q
                WHERE words @@ q{condition}
                ORDER BY ts_rank('{WEIGHTS}', words, q) DESC LIMIT {PAGE}
            ) AS shown
            """,
            {"words": asked.words, **parameters},
        )
        counts: Counts = {}
        for counting in countings:
            counts |= self._counts(asked.words, counting)
        total = rows[0][2] if rows else 0
        return Page(total, [key for key, *_ in rows], [passage for _, passage, _ in rows], counts)

    def complete(self, beginning: str) -> object:
        return self._all(
            "SELECT word FROM word WHERE word LIKE %(typed)s ORDER BY ndoc DESC LIMIT 8", {"typed": f"{beginning}%"}
        )

    def propose(self, misspelt: str) -> object:
        return self._all(
            "SELECT word FROM word WHERE word %% %(typed)s ORDER BY similarity(word, %(typed)s) DESC LIMIT 1",
            {"typed": misspelt.lower()},
        )

    def put(self, document: Document) -> None:
        changed = ", ".join(f"{column} = excluded.{column}" for column in COLUMNS[1:])
        self._connection.execute(
            f"INSERT INTO entry ({', '.join(COLUMNS)}) VALUES ({', '.join(['%s'] * len(COLUMNS))}) "
            f"ON CONFLICT (key) DO UPDATE SET {changed}",
            _row(document),
        )

    def size_bytes(self) -> int:
        return int(self._one("SELECT pg_total_relation_size('entry')")[0])

    def _counts(self, words: str, counting: Counting) -> Counts:
        condition, parameters = _condition(counting.filters)
        parts = [
            f"SELECT '{group}', value, count(*) FROM hit, unnest({group}) AS value GROUP BY value"
            if group in MULTIPLE
            else f"SELECT '{group}', {group}, count(*) FROM hit GROUP BY {group}"
            for group in counting.groups
        ]
        rows = self._all(
            f"""
            WITH hit AS MATERIALIZED (
                SELECT {", ".join(counting.groups)} FROM entry, websearch_to_tsquery('german', %(words)s) q
                WHERE words @@ q{condition}
            ) {" UNION ALL ".join(parts)}
            """,
            {"words": words, **parameters},
        )
        counts: Counts = {group: {} for group in counting.groups}
        for group, value, number in rows:
            counts[group][value] = number
        return counts

    def _all(self, statement: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
        return self._connection.execute(statement, parameters).fetchall()

    def _one(self, statement: str) -> tuple[Any, ...]:
        row = self._connection.execute(statement).fetchone()
        assert row is not None
        return row


def _condition(filters: Filters) -> tuple[str, dict[str, list[str]]]:
    chosen = {group: list(wanted) for group, wanted in filters.items() if wanted}
    text = "".join(
        f" AND {group} && %({group})s" if group in MULTIPLE else f" AND {group} = ANY(%({group})s)" for group in chosen
    )
    return text, chosen


def _row(document: Document) -> tuple[object, ...]:
    facets = (list(values(document, group)) if group in MULTIPLE else values(document, group)[0] for group in GROUPS)
    return (document.key, *texts(document).values(), *facets)
