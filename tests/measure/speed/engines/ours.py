"""The portal's search."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from search import Document, Index, Query
from search.fingerprint import fingerprint
from tests.measure.speed.corpus import places
from tests.measure.speed.engines.base import PAGE, Counting, Engine, Page, size_of
from tests.measure.speed.queries import Asked

TODAY = date(2026, 12, 1)

# The peers know no value that time changes: nothing turns into it, which takes as long.
NEVER_OVERDUE = 36_500


class Ours(Engine):
    """Asked as the portal's page asks it. It always counts every group honestly, whatever is measured."""

    name = "ours"

    @classmethod
    def version(cls) -> str:
        return fingerprint()[:8]

    def build(self, documents: Iterable[Document]) -> None:
        Index(Path(self.where)).rebuild(documents)

    def __init__(self, where: str) -> None:
        super().__init__(where)
        self._places = places()

    def open(self) -> None:
        self._index = Index(Path(self.where))

    def page(self, asked: Asked, countings: Sequence[Counting]) -> Page:
        found = self._index.search(
            Query(
                asked.words,
                filters=asked.filters,
                limit=PAGE,
                places=self._places,
                today=TODAY,
                fresh_days=NEVER_OVERDUE,
            )
        )
        counts = {group: {each.value: each.count for each in values} for group, values in found.facets.items()}
        return Page(found.total, found.keys, [hit.highlights for hit in (*found.hits, *found.tail)], counts)

    def complete(self, beginning: str) -> object:
        return self._index.complete(beginning, self._places)

    def propose(self, misspelt: str) -> object:
        found = self._index.search(Query(misspelt, limit=0, places=self._places))
        return found.corrected or found.proposal

    def similar(self, key: str) -> object:
        return self._index.similar(key)

    def put(self, document: Document) -> None:
        with self._index.writing() as batch:
            batch.put(document)

    def size_bytes(self) -> int:
        return size_of(self.where)
