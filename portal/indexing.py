"""Keeps the full-text index true to the database.

A flush writes index orders in the change's own transaction; `drain` carries them out from the rows as they are then;
`check` compares both sides and orders the differences; `rebuild` starts the index anew. A crash at any point only
repeats work.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import structlog
from sqlalchemy.orm import ORMExecuteState, Session

from portal import outbox
from portal.database import Database, after_commit
from search import Document, Index

TOPIC = "index"
BATCH = 200
BULK_ALLOWED = "index_orders_written"  # execution option of a bulk statement that wrote its orders itself

_log = structlog.get_logger()


@dataclass(frozen=True)
class Source:
    """How one kind of document is made.

    `watched` maps each mapped class whose change concerns documents to a function (session, changed object) ->
    ids of the documents; `documents` builds those of the given ids that may be found; `findable_ids` lists all of
    them in ascending order.
    """

    kind: str
    watched: Mapping[type, Callable[[Session, Any], Iterable[int]]]
    documents: Callable[[Session, Sequence[int]], Iterable[Document]]
    findable_ids: Callable[[Session], Sequence[int]]

    def key(self, row_id: int) -> str:
        """Return the document key of a row."""
        return f"{self.kind}:{row_id}"


@dataclass(frozen=True)
class Differences:
    """What `check` found: keys that are missing in the index, outdated there, or should not be there."""

    missing: tuple[str, ...]
    outdated: tuple[str, ...]
    surplus: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.missing or self.outdated or self.surplus)

    def __iter__(self) -> Iterator[str]:
        yield from (*self.missing, *self.outdated, *self.surplus)


class Indexer:
    """Binds a database, an index and the sources of its documents. Safe to use from several threads."""

    def __init__(self, database: Database, index: Index, sources: Sequence[Source]) -> None:
        self.index = index
        self._database = database
        self._sources = {source.kind: source for source in sources}
        self._wake: Callable[[], None] = lambda: None
        database.watch("after_flush", self._order)
        database.watch("do_orm_execute", self._refuse_bulk)

    def on_order(self, wake: Callable[[], None]) -> None:
        """Call `wake` after each commit that placed index orders."""
        self._wake = wake

    def drain(self) -> int:
        """Carry out waiting orders, one batch; return how many.

        Raises search.Busy when another writer is at work and search.Unavailable without a usable index; the
        orders then wait.
        """
        with self._database.reading() as session:
            orders = outbox.batch(session, TOPIC, BATCH)
        if not orders:
            return 0
        # The rows are read once the writer is ours: what changes later has an order of its own.
        with self.index.writing() as batch, self._database.reading() as session:
            keys = {key for _, key in orders}
            for document in self._build(session, keys):
                batch.put(document)
                keys.discard(document.key)
            for key in keys:
                batch.delete(key)
        with self._database.unit_of_work() as session:
            outbox.fulfil(session, [order_id for order_id, _ in orders])
        return len(orders)

    def waiting(self) -> int:
        """Return how many orders wait."""
        with self._database.reading() as session:
            return outbox.waiting(session, TOPIC)

    def rebuild(self, progress: Callable[[int], None] = lambda done: None) -> int:
        """Build a new index from all rows and publish it; return the number of documents."""
        return self.index.rebuild(self._all_documents(), expected=self.expected(), progress=progress)

    def expected(self) -> int:
        """Return how many documents the database says there should be."""
        with self._database.reading() as session:
            return sum(len(source.findable_ids(session)) for source in self._sources.values())

    def check(self, *, order: bool = True) -> Differences:
        """Read the whole index, compare it with the database both ways and order what differs unless told not to.

        Raises search.Unavailable if a byte of the index is not what was written.
        """
        self.index.verify()
        stored = dict(self.index.stored())
        missing, outdated = [], []
        for document in self._all_documents():
            digest = stored.pop(document.key, None)
            if digest is None:
                missing.append(document.key)
            elif digest != document.digest:
                outdated.append(document.key)
        found = Differences(tuple(missing), tuple(outdated), tuple(sorted(stored)))
        if found and order:
            with self._database.unit_of_work() as session:
                outbox.place(session, TOPIC, found)
                after_commit(session, self._wake)
        return found

    def _all_documents(self) -> Iterator[Document]:
        for source in self._sources.values():
            with self._database.reading() as session:
                ids = iter(source.findable_ids(session))
            while chunk := list(islice(ids, BATCH)):
                with self._database.reading() as session:
                    yield from source.documents(session, chunk)

    def _build(self, session: Session, keys: Iterable[str]) -> Iterator[Document]:
        ids: dict[str, list[int]] = {}
        for key in keys:
            kind, _, row_id = key.partition(":")
            if kind in self._sources and row_id.isdecimal():
                ids.setdefault(kind, []).append(int(row_id))
        for kind, row_ids in ids.items():
            yield from self._sources[kind].documents(session, row_ids)

    def _order(self, session: Session, _context: Any) -> None:
        changed = [*session.new, *(row for row in session.dirty if session.is_modified(row)), *session.deleted]
        keys = {
            source.key(row_id)
            for source in self._sources.values()
            for row in changed
            if type(row) in source.watched
            for row_id in source.watched[type(row)](session, row)
        }
        if keys:
            outbox.place(session, TOPIC, sorted(keys))
            after_commit(session, self._wake)

    def _refuse_bulk(self, state: ORMExecuteState) -> None:
        if not (state.is_insert or state.is_update or state.is_delete) or state.execution_options.get(BULK_ALLOWED):
            return
        mapper = state.bind_mapper
        if mapper is not None and any(mapper.class_ in source.watched for source in self._sources.values()):
            raise RuntimeError(
                f"a bulk statement on {mapper.class_.__name__} writes no index orders: change objects instead, or "
                f"place the orders and set the execution option {BULK_ALLOWED}"
            )
