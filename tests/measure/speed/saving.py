"""What the index costs whoever saves an entry, on SQLite with the entries of the seeds."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from sqlalchemy.orm import Session

from portal import outbox
from portal.database import Database
from portal.indexing import Indexer
from portal.orm import utcnow
from portal.projects import queries
from portal.projects.document import SOURCE
from portal.projects.models import Project
from search import Index, Query
from tests.measure.register import filled
from tests.measure.speed.timing import Times, in_turn, timed

BUDGET = 60.0  # seconds


@dataclass(frozen=True)
class Saves:
    """Saving an entry with no index at all, with one more inserted row, and with its index order.

    `visible` is from the end of the save to a search that finds what was saved.
    """

    plain: Times
    with_row: Times
    with_order: Times
    visible: Times

    @property
    def row(self) -> float:
        """What one more row adds to the save of the same entry, in milliseconds at the median."""
        return _added(self.with_row, self.plain)

    @property
    def order(self) -> float:
        """What the index order adds to the save of the same entry, in milliseconds at the median."""
        return _added(self.with_order, self.plain)


def _added(times: Times, plain: Times) -> float:
    return median(more - less for more, less in zip(times.seconds, plain.seconds, strict=True)) * 1000


def measure_saves(count: int = 200, visible: int = 30) -> Saves:
    """Save `count` entries in all three ways in turn, then `visible` of them until they are found."""
    with (
        tempfile.TemporaryDirectory(prefix="portal-bench-") as folder,
        _databases(Path(folder), count) as (plain, watched),
    ):
        indexer = Indexer(watched, Index(Path(folder) / "index"), [SOURCE])
        indexer.rebuild()
        with plain.reading() as session:
            ids = queries.published_ids(session)
        saves = in_turn(
            {
                "plain": lambda project_id: _save(plain, project_id, "ohne"),
                "row": lambda project_id: _save(plain, project_id, "mit Zeile", _insert_row),
                "order": lambda project_id: _save(watched, project_id, "mit Auftrag"),
            },
            warm_up=ids[: count // 10],
            questions=ids[count // 10 :],
            budget=BUDGET,
        )
        while indexer.drain():
            pass
        times = Times([_until_visible(watched, indexer, project_id) for project_id in ids[:visible]])
        return Saves(saves["plain"], saves["row"], saves["order"], times)


@contextmanager
def _databases(folder: Path, count: int) -> Iterator[tuple[Database, Database]]:
    """The same database twice: nothing watches what the first one does."""
    url = f"sqlite:///{folder / 'portal.db'}"
    plain, watched = filled(url, count), Database(url)
    yield plain, watched
    plain.dispose()
    watched.dispose()


def _save(
    database: Database, project_id: int, word: str, also: Callable[[Session], None] = lambda session: None
) -> None:
    with database.unit_of_work() as session:
        project = session.get_one(Project, project_id)
        project.summary = f"{word}: {project.title}"
        project.updated_at = utcnow()
        also(session)


def _insert_row(session: Session) -> None:
    session.add(outbox.Order(topic="measured", key="one row", created_at=utcnow()))


def _until_visible(database: Database, indexer: Indexer, project_id: int) -> float:
    word = f"Zyxwort{'abcdefghij'[project_id % 10]}{'abcdefghij'[project_id // 10 % 10]}"
    _save(database, project_id, word)

    def carry_out_and_look() -> None:
        indexer.drain()
        found = indexer.index.search(Query(word)).keys
        assert found == (SOURCE.key(project_id),), f"{word} is not found"

    return timed(carry_out_and_look)
