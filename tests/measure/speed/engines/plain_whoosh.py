"""Whoosh as its documentation shows it: its German analyser, a kept searcher, `groupedby`, its own highlights."""

import os
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from itertools import islice

from whoosh import fields, index, qparser, query, sorting
from whoosh.analysis import LanguageAnalyzer
from whoosh.searching import Results

from search import Document
from tests.measure.speed.engines.base import (
    GROUPS,
    MULTIPLE,
    PAGE,
    TEXTS,
    Counting,
    Counts,
    Engine,
    Page,
    size_of,
    texts,
    values,
)
from tests.measure.speed.queries import Asked

SEPARATOR = ","
BULK = {"limitmb": 256, "procs": os.cpu_count() or 1, "multisegment": True}  # "Tips for speeding up batch indexing"


class PlainWhoosh(Engine):
    """Facets of one value are sortable columns, those of several keywords."""

    name = "Whoosh"

    @classmethod
    def version(cls) -> str:
        return version("whoosh")

    def build(self, documents: Iterable[Document]) -> None:
        german = LanguageAnalyzer("de")
        single = fields.ID(sortable=True)
        several = fields.KEYWORD(commas=True)
        schema = fields.Schema(
            key=fields.ID(stored=True, unique=True),
            **{name: fields.TEXT(analyzer=german, stored=True) for name in TEXTS},
            **{group: several if group in MULTIPLE else single for group in GROUPS},
        )
        writer = index.create_in(self.where, schema).writer(**BULK)
        for document in documents:
            writer.add_document(**_row(document))
        writer.commit()

    def open(self) -> None:
        self._index = index.open_dir(self.where)
        self._searcher = self._index.searcher()
        self._parser = qparser.MultifieldParser(list(TEXTS), self._index.schema, fieldboosts=TEXTS)

    def close(self) -> None:
        self._searcher.close()
        self._index.close()

    def page(self, asked: Asked, countings: Sequence[Counting]) -> Page:
        wanted = self._parser.parse(asked.words)
        shown, *others = countings or (Counting(asked.filters, ()),)
        found = self._grouped(wanted, shown, PAGE)
        counts = dict(_counts(found, shown))
        for counting in others:
            counts |= _counts(self._grouped(wanted, counting, 1), counting)
        return Page(len(found), [hit["key"] for hit in found], [hit.highlights("text") for hit in found], counts)

    def complete(self, beginning: str) -> object:
        return list(islice(self._searcher.reader().expand_prefix("text", beginning), 8))

    def propose(self, misspelt: str) -> object:
        return self._searcher.corrector("text").suggest(misspelt.lower(), limit=1)

    def similar(self, key: str) -> object:
        number = self._searcher.document_number(key=key)
        return [hit["key"] for hit in self._searcher.more_like(number, "text", top=5)]

    def put(self, document: Document) -> None:
        writer = self._index.writer()
        writer.update_document(**_row(document))
        writer.commit()
        self._searcher = self._searcher.refresh()

    def size_bytes(self) -> int:
        return size_of(self.where)

    def _grouped(self, wanted: query.Query, counting: Counting, limit: int) -> Results:
        terms = [
            query.Or([query.Term(group, value) for value in chosen])
            for group, chosen in counting.filters.items()
            if chosen
        ]
        facets = sorting.Facets()
        for group in counting.groups:
            facets.add_facet(group, sorting.FieldFacet(group, allow_overlap=group in MULTIPLE, maptype=sorting.Count))
        return self._searcher.search(
            wanted,
            limit=limit,
            filter=query.And(terms) if terms else None,
            groupedby=facets if counting.groups else None,
        )


def _counts(found: Results, counting: Counting) -> Counts:
    return {group: dict(found.groups(group)) for group in counting.groups}


def _row(document: Document) -> dict[str, str]:
    row = {group: SEPARATOR.join(values(document, group)) for group in GROUPS}
    return {"key": document.key, **texts(document), **row}
