"""tantivy: its German stemmer, raw fast fields with terms aggregations, its snippet generator."""

from collections.abc import Iterable, Sequence
from importlib.metadata import version

import tantivy

from search import Document
from tests.measure.speed.engines.base import (
    GROUPS,
    MANY,
    PAGE,
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

SHOWN = "text"  # what passages are taken from
SINGLE_HEAP = 15_000_000  # bytes for a writer of one thread that adds one document


class Tantivy(Engine):
    """All words wanted; filters count for nothing in the score."""

    name = "tantivy"

    @classmethod
    def version(cls) -> str:
        return version("tantivy")

    def build(self, documents: Iterable[Document]) -> None:
        self.open()
        writer = self._index.writer()
        for document in documents:
            writer.add_document(_document(document))
        writer.commit()
        writer.wait_merging_threads()

    def open(self) -> None:
        self._schema = _schema()
        self._index = tantivy.Index(self._schema, path=self.where, reuse=True)
        self._index.register_tokenizer("german", _german())
        self._index.config_reader("Manual")
        self._index.reload()
        self._writer: tantivy.IndexWriter | None = None

    def page(self, asked: Asked, countings: Sequence[Counting]) -> Page:
        searcher = self._index.searcher()
        words, _ = self._index.parse_query_lenient(
            asked.words, list(TEXTS), field_boosts=TEXTS, conjunction_by_default=True
        )
        found = searcher.search(self._filtered(words, asked.filters), PAGE, count=True)
        passages = tantivy.SnippetGenerator.create(searcher, words, self._schema, SHOWN)
        shown = [searcher.doc(address) for _, address in found.hits]
        counts: Counts = {}
        for counting in countings:
            wanted = {group: {"terms": {"field": group, "size": MANY}} for group in counting.groups}
            answer = searcher.aggregate(self._filtered(words, counting.filters), wanted)
            for group in counting.groups:
                counts[group] = {bucket["key"]: bucket["doc_count"] for bucket in answer[group]["buckets"]}
        return Page(
            found.count,  # type: ignore[attr-defined]  # its stubs lack it
            [document["key"][0] for document in shown],
            [passages.snippet_from_doc(document).to_html() for document in shown],
            counts,
        )

    def complete(self, beginning: str) -> object:
        return self._index.searcher().terms_with_prefix(SHOWN, beginning, limit=8)

    def similar(self, key: str) -> object:
        searcher = self._index.searcher()
        ((_, address),) = searcher.search(tantivy.Query.term_query(self._schema, "key", key), 1).hits
        found = searcher.search(tantivy.Query.more_like_this_query(address), 6, count=False)
        return [searcher.doc(other)["key"][0] for _, other in found.hits]

    def put(self, document: Document) -> None:
        if self._writer is None:
            self._writer = self._index.writer(SINGLE_HEAP, 1)
        self._writer.delete_documents_by_term("key", document.key)
        self._writer.add_document(_document(document))
        self._writer.commit()
        self._index.reload()

    def size_bytes(self) -> int:
        return size_of(self.where)

    def _filtered(self, words: tantivy.Query, filters: Filters) -> tantivy.Query:
        chosen = [
            tantivy.Query.const_score_query(tantivy.Query.term_set_query(self._schema, group, list(wanted)), 0.0)
            for group, wanted in filters.items()
            if wanted
        ]
        if not chosen:
            return words
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, each) for each in (words, *chosen)])


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    for name in TEXTS:
        builder.add_text_field(name, stored=True, tokenizer_name="german")
    for group in GROUPS:
        builder.add_text_field(group, fast=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


def _german() -> tantivy.TextAnalyzer:
    steps = (tantivy.Filter.remove_long(40), tantivy.Filter.lowercase(), tantivy.Filter.stemmer("german"))
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for step in steps:
        builder = builder.filter(step)
    return builder.build()


def _document(document: Document) -> tantivy.Document:
    facets = {group: list(values(document, group)) for group in GROUPS}
    return tantivy.Document(key=document.key, **texts(document), **facets)
