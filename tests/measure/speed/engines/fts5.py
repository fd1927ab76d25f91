"""SQLite's FTS5: ranked by `rank` with our field weights, passages by `snippet`, facets by GROUP BY.

It has no German stemmer. With prefixes, which find many inflected forms and compounds, it comes closest to what the
others find.
"""

import sqlite3
from collections.abc import Iterable, Sequence

from search import Document
from tests.measure.speed.engines.base import (
    MULTIPLE,
    PAGE,
    SINGLE,
    TEXTS,
    Counting,
    Counts,
    Engine,
    Filters,
    Page,
    size_of,
    texts,
    values,
)
from tests.measure.speed.queries import Asked

TABLES = f"""
CREATE TABLE entry (id INTEGER PRIMARY KEY, key TEXT UNIQUE, {", ".join(f"{group} TEXT" for group in SINGLE)});
CREATE TABLE value (facet TEXT, value TEXT, entry INTEGER, PRIMARY KEY (facet, value, entry)) WITHOUT ROWID;
CREATE INDEX value_entry ON value (entry, facet, value);
CREATE VIRTUAL TABLE words USING fts5({", ".join(TEXTS)}, tokenize="unicode61 remove_diacritics 2"OPTION);
CREATE VIRTUAL TABLE vocabulary USING fts5vocab(words, row);
INSERT INTO words (words, rank) VALUES ('rank', 'bm25({", ".join(str(weight) for weight in TEXTS.values())})');
"""
PRAGMAS = ("journal_mode=WAL", "synchronous=NORMAL", "cache_size=-65536", "temp_store=MEMORY", "mmap_size=1073741824")
TOTAL = "total"  # stands among the groups
TEXT_COLUMN = list(TEXTS).index("text")


class Fts5(Engine):
    """One table of words, one of entries, one of the facets that take several values. Words count as typed."""

    name = "FTS5"
    option = ""  # of the table of words
    end = '"'  # of a word in a query

    @classmethod
    def version(cls) -> str:
        return sqlite3.sqlite_version

    def build(self, documents: Iterable[Document]) -> None:
        self.open()
        self._connection.executescript(TABLES.replace("OPTION", self.option))
        self._connection.execute("BEGIN")
        for document in documents:
            self._insert(document)
        self._connection.execute("COMMIT")
        self._connection.execute("INSERT INTO words (words) VALUES ('optimize')")
        self._connection.execute("ANALYZE")
        self.close()

    def open(self) -> None:
        self._connection = sqlite3.connect(f"{self.where}/fts5.db", isolation_level=None)
        for pragma in PRAGMAS:
            self._connection.execute(f"PRAGMA {pragma}")

    def close(self) -> None:
        self._connection.close()

    def page(self, asked: Asked, countings: Sequence[Counting]) -> Page:
        match = " ".join(f'"{word}{self.end}' for word in asked.words.split())
        condition, chosen = _condition(asked.filters)
        rows = self._connection.execute(
            f"SELECT key, snippet(words, {TEXT_COLUMN}, '<b>', '</b>', '…', 32) "
            f"FROM words JOIN entry ON id = words.rowid WHERE words MATCH ?{condition} ORDER BY rank LIMIT {PAGE}",
            (match, *chosen),
        ).fetchall()
        main, *others = countings or (Counting(asked.filters, ()),)
        counts = self._counts(match, main)
        total = counts.pop(TOTAL)[TOTAL]
        for counting in others:
            counts |= self._counts(match, counting)
        counts.pop(TOTAL, None)
        return Page(total, [key for key, _ in rows], [passage for _, passage in rows], counts)

    def complete(self, beginning: str) -> object:
        statement = "SELECT term FROM vocabulary WHERE term >= ? AND term < ? ORDER BY doc DESC LIMIT 8"
        return self._connection.execute(statement, (beginning, beginning + "\U0010ffff")).fetchall()

    def put(self, document: Document) -> None:
        self._connection.execute("BEGIN IMMEDIATE")
        known = self._connection.execute("SELECT id FROM entry WHERE key = ?", (document.key,)).fetchone()
        if known:
            for table, column in (("words", "rowid"), ("value", "entry"), ("entry", "id")):
                self._connection.execute(f"DELETE FROM {table} WHERE {column} = ?", known)
        self._insert(document)
        self._connection.execute("COMMIT")

    def size_bytes(self) -> int:
        return size_of(self.where)

    def _counts(self, match: str, counting: Counting) -> Counts:
        counts: Counts = {group: {} for group in (TOTAL, *counting.groups)}
        for group, value, number in self._connection.execute(*_counting(match, counting)):
            counts[group][value] = number
        return counts

    def _insert(self, document: Document) -> None:
        columns = [document.key, *(values(document, group)[0] for group in SINGLE)]
        number = self._connection.execute(
            f"INSERT INTO entry (key, {', '.join(SINGLE)}) VALUES ({_marks(columns)})", columns
        ).lastrowid
        several = [(group, value, number) for group in MULTIPLE for value in values(document, group)]
        self._connection.executemany("INSERT INTO value VALUES (?, ?, ?)", several)
        row = texts(document)
        self._connection.execute(
            f"INSERT INTO words (rowid, {', '.join(row)}) VALUES (?, {_marks(row)})", (number, *row.values())
        )


class Fts5Prefixes(Fts5):
    """Every word may go on."""

    name = "FTS5, prefixes"
    option = ", prefix='2 3 4'"
    end = '"*'


def _counting(match: str, counting: Counting) -> tuple[str, tuple[str, ...]]:
    """The statement for the total and all groups of one set of hits, which are found once."""
    condition, chosen = _condition(counting.filters)
    single = [group for group in counting.groups if group in SINGLE]
    several = [group for group in counting.groups if group in MULTIPLE]
    parts = [f"SELECT '{TOTAL}', '{TOTAL}', count(*) FROM hit"]
    parts += [f"SELECT '{group}', {group}, count(*) FROM hit GROUP BY {group}" for group in single]
    if several:
        wanted = ", ".join(f"'{group}'" for group in several)
        parts.append(
            "SELECT facet, value, count(*) FROM hit JOIN value ON entry = hit.id "
            f"WHERE facet IN ({wanted}) GROUP BY facet, value"
        )
    statement = (
        f"WITH hit AS MATERIALIZED (SELECT entry.* FROM words JOIN entry ON id = words.rowid "
        f"WHERE words MATCH ?{condition}) {' UNION ALL '.join(parts)}"
    )
    return statement, (match, *chosen)


def _condition(filters: Filters) -> tuple[str, list[str]]:
    text = ""
    chosen: list[str] = []
    for group, wanted in filters.items():
        if not wanted:
            continue
        if group in MULTIPLE:
            text += f" AND id IN (SELECT entry FROM value WHERE facet = '{group}' AND value IN ({_marks(wanted)}))"
        else:
            text += f" AND {group} IN ({_marks(wanted)})"
        chosen += wanted
    return text, chosen


def _marks(several: Iterable[object]) -> str:
    return ", ".join("?" for _ in several)
