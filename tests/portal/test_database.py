"""One way in that changes and commits once, one that cannot change anything; on either database."""

import os
import threading
import time

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DatabaseError, StatementError

from portal.database import Database, after_commit
from portal.organisations.models import Organisation, OrganisationKind
from portal.orm import utcnow
from portal.outbox import Order
from tests import factories


def add_order(session, key="project:1"):
    session.add(Order(topic="test", key=key, created_at=utcnow()))


def break_off(session, action=lambda: None):
    """Change something, ask for an action after the commit, and fail."""
    add_order(session)
    session.flush()
    after_commit(session, action)
    add_order(session, key=None)
    session.flush()


def keys(database):
    with database.reading() as session:
        return list(session.execute(select(Order.key).where(Order.topic == "test").order_by(Order.id)).scalars())


def test_a_unit_of_work_commits_at_its_end(database):
    with database.unit_of_work() as session:
        add_order(session)
        session.flush()
        assert keys(database) == []
    assert keys(database) == ["project:1"]


def test_a_unit_of_work_that_fails_leaves_nothing(database):
    with pytest.raises(StatementError), database.unit_of_work() as session:
        break_off(session)
    assert keys(database) == []


def test_what_waits_for_the_commit_runs_after_it(database):
    seen = []
    with database.unit_of_work() as session:
        add_order(session)
        after_commit(session, lambda: seen.append(keys(database)))
        session.flush()
        assert seen == []
    assert seen == [["project:1"]]


def test_what_waits_for_the_commit_never_runs_after_a_rollback(database):
    seen = []
    with pytest.raises(StatementError), database.unit_of_work() as session:
        break_off(session, lambda: seen.append("ran"))
    with database.unit_of_work() as session:
        add_order(session)
    assert seen == []


@pytest.mark.parametrize(
    "change",
    [
        lambda session: session.execute(insert(Order).values(topic="test", key="x", created_at=utcnow())),
        lambda session: session.execute(text("DELETE FROM organisation")),
        lambda session: session.execute(text("CREATE TABLE smuggled (id INTEGER)")),
        lambda session: (add_order(session), session.flush()),
    ],
    ids=["insert", "delete", "create", "flush"],
)
def test_the_database_itself_refuses_changes_while_reading(database, change):
    with pytest.raises(DatabaseError, match=r"(?i)read-?only"), database.reading() as session:
        change(session)


def test_reading_does_not_keep_the_next_one_from_writing(database):
    for key in ("a", "b", "c"):
        keys(database)
        with database.unit_of_work() as session:
            add_order(session, key)
    assert keys(database) == ["a", "b", "c"]


def test_reading_never_saves_even_without_a_flush(database):
    with database.reading() as session:
        add_order(session)
    assert keys(database) == []


def test_what_was_read_stays_readable_afterwards(database):
    with database.unit_of_work() as session:
        factories.organisation(session, "Herne")
    with database.reading() as session:
        found = session.execute(select(Organisation)).scalar_one()
    assert (found.name, found.kind) == ("Herne", OrganisationKind.MUNICIPALITY)


def test_readers_go_on_while_somebody_writes(database):
    with database.unit_of_work() as session:
        add_order(session)
        session.flush()
        started = time.monotonic()
        assert keys(database) == []
        assert time.monotonic() - started < 2


def test_a_snapshot_sees_one_moment(database):
    with database.reading(snapshot=True) as session:
        before = session.execute(select(Order.key)).all()
        with database.unit_of_work() as other:
            add_order(other)
        assert session.execute(select(Order.key)).all() == before == []


def test_writers_wait_for_each_other_instead_of_failing(database):
    """Each reads, thinks and writes: one after the other, none is turned away."""
    failures = []

    def write(number):
        try:
            for step in range(5):
                with database.unit_of_work() as session:
                    session.execute(select(Order.key)).all()
                    time.sleep(0.005)
                    add_order(session, f"{number}.{step}")
        except Exception as error:  # noqa: BLE001 - shown by the assertion below
            failures.append(error)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert len(keys(database)) == 20


def test_a_forked_child_neither_uses_nor_closes_the_connections_of_its_parent(database):
    with database.unit_of_work() as session:
        add_order(session, "parent")
        session.flush()
        child = os.fork()
        if child == 0:
            try:
                seen = keys(database)
                database.dispose()
                os._exit(0 if seen == [] else 1)
            except BaseException:  # noqa: BLE001 - nothing may leave the child but its exit code
                os._exit(2)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        add_order(session, "parent again")
    assert keys(database) == ["parent", "parent again"]


class TestSqlite:
    """What SQLite must be told."""

    @pytest.fixture
    def sqlite(self, tmp_path):
        made = Database(f"sqlite:///{tmp_path / 'new' / 'folder' / 'own.sqlite3'}")
        yield made
        made.dispose()

    @pytest.mark.parametrize(
        ("pragma", "value"),
        [("journal_mode", "wal"), ("foreign_keys", 1), ("busy_timeout", 10_000), ("synchronous", 1)],
    )
    def test_each_connection_is_prepared(self, sqlite, pragma, value):
        for way in (sqlite.reading, sqlite.unit_of_work):
            with way() as session:
                assert session.execute(text(f"PRAGMA {pragma}")).scalar_one() == value

    def test_a_writer_holds_the_lock_from_the_start(self, sqlite):
        """A transaction that reads first and writes later must not find that somebody else wrote in between."""
        with sqlite.unit_of_work() as session:
            session.execute(text("CREATE TABLE counted (number INTEGER)"))
            session.execute(text("INSERT INTO counted VALUES (0)"))

        def count_up():
            for _ in range(10):
                with sqlite.unit_of_work() as session:
                    number = session.execute(text("SELECT number FROM counted")).scalar_one()
                    session.execute(text("UPDATE counted SET number = :number"), {"number": number + 1})

        threads = [threading.Thread(target=count_up) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with sqlite.reading() as session:
            assert session.execute(text("SELECT number FROM counted")).scalar_one() == 30
