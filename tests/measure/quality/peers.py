"""The peers, each with German stemming where it has it and with our field weights.

Ranked by any of the words they do best; with every word wanted they are as strict as our hits before the tail.
"""

import sqlite3
from collections.abc import Sequence

import tantivy
from whoosh.analysis import LanguageAnalyzer
from whoosh.fields import ID, TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.index import Index
from whoosh.qparser import AndGroup, MultifieldParser, OrGroup

from search import FIELDS, Document, Kind
from tests.measure.quality.engines import DEPTH, Engine, Ranking

BEST = 4
TEXTS = {field.name: field.weight for field in FIELDS if field.kind is Kind.TEXT}


def peers(documents: Sequence[Document]) -> Sequence[Engine]:
    """Return every peer over the documents; the first BEST of them rank by any word."""
    texts = [(document.key, _texts(document)) for document in documents]
    whoosh_index, fts5_index, tantivy_index = _whoosh_index(texts), _fts5_index(texts), _tantivy_index(texts)
    return (
        WhooshGerman(whoosh_index),
        Fts5(fts5_index),
        Fts5(fts5_index, prefixes=True),
        TantivyGerman(tantivy_index),
        WhooshGerman(whoosh_index, every_word=True),
        Fts5(fts5_index, every_word=True),
        Fts5(fts5_index, prefixes=True, every_word=True),
        TantivyGerman(tantivy_index, every_word=True),
    )


class WhooshGerman:
    """Whoosh with its own German analyser and its multi-field parser."""

    def __init__(self, index: Index, *, every_word: bool = False) -> None:
        self.name = "Whoosh german" + every_word * ", every word"
        group = AndGroup if every_word else OrGroup
        self._parser = MultifieldParser(list(TEXTS), index.schema, fieldboosts=TEXTS, group=group)
        self._searcher = index.searcher()

    def ranked(self, words: str) -> Ranking:
        found = self._searcher.search(self._parser.parse(words), limit=DEPTH)
        return Ranking([hit["key"] for hit in found], len(found))


class Fts5:
    """SQLite's FTS5, which knows no German; with prefixes every word may go on."""

    def __init__(self, connection: sqlite3.Connection, *, prefixes: bool = False, every_word: bool = False) -> None:
        self.name = "FTS5" + prefixes * " with prefixes" + every_word * ", every word"
        self._connection = connection
        self._end = '"*' if prefixes else '"'
        self._between = " " if every_word else " OR "

    def ranked(self, words: str) -> Ranking:
        quoted = ['"' + word.replace('"', '""') + self._end for word in words.split()]
        weights = ", ".join(str(weight) for weight in TEXTS.values())
        statement = f"SELECT key FROM entry WHERE entry MATCH ? ORDER BY bm25(entry, 0, {weights}), rowid"
        keys = [key for (key,) in self._connection.execute(statement, (self._between.join(quoted),))]
        return Ranking(keys[:DEPTH], len(keys))


class TantivyGerman:
    """tantivy with its German stemmer."""

    def __init__(self, index: tantivy.Index, *, every_word: bool = False) -> None:
        self.name = "tantivy german" + every_word * ", every word"
        self._every_word = every_word
        self._index = index
        self._searcher = index.searcher()

    def ranked(self, words: str) -> Ranking:
        query, _ = self._index.parse_query_lenient(
            words, list(TEXTS), field_boosts=TEXTS, conjunction_by_default=self._every_word
        )
        found = self._searcher.search(query, DEPTH, count=True)
        keys = [self._searcher.doc(address)["key"][0] for _, address in found.hits]
        return Ranking(keys, found.count)  # type: ignore[attr-defined]  # its stubs lack it


Texts = Sequence[tuple[str, dict[str, str]]]


def _texts(document: Document) -> dict[str, str]:
    return {name: "\n".join(document.pieces(name)) for name in TEXTS}


def _whoosh_index(texts: Texts) -> Index:
    german = LanguageAnalyzer("de")
    schema = Schema(key=ID(stored=True), **{name: TEXT(analyzer=german) for name in TEXTS})
    index = RamStorage().create_index(schema)
    writer = index.writer()
    for key, values in texts:
        writer.add_document(key=key, **values)
    writer.commit()
    return index


def _fts5_index(texts: Texts) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    columns = ", ".join(TEXTS)
    connection.execute(f"CREATE VIRTUAL TABLE entry USING fts5(key UNINDEXED, {columns}, prefix='2 3 4')")
    marks = ", ".join("?" for _ in TEXTS)
    connection.executemany(f"INSERT INTO entry VALUES (?, {marks})", [(key, *row.values()) for key, row in texts])
    return connection


def _tantivy_index(texts: Texts) -> tantivy.Index:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw")
    for name in TEXTS:
        builder.add_text_field(name, tokenizer_name="german")
    index = tantivy.Index(builder.build())
    analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for step in (tantivy.Filter.remove_long(40), tantivy.Filter.lowercase(), tantivy.Filter.stemmer("german")):
        analyzer = analyzer.filter(step)
    index.register_tokenizer("german", analyzer.build())
    writer = index.writer(num_threads=1)
    for key, values in texts:
        writer.add_document(tantivy.Document(key=key, **values))
    writer.commit()
    index.reload()
    return index
