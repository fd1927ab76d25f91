"""The log takes what was declared and nothing else, and is only ever added to."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from portal import audit
from portal.access import ANYONE
from portal.errors import UnsafeSettingsError
from portal.orm import utcnow
from portal.settings import Retention
from tests import factories

CHANGED = audit.Event("test.changed", "Etwas geändert", {"role": "Rolle"})


def entries(session):
    return session.execute(select(audit.AuditEntry)).scalars().all()


def test_an_entry_says_who_did_what_to_which_object(session):
    herne = factories.organisation(session, "Herne")
    actor = factories.actor(session, herne)

    audit.record(
        session, actor, CHANGED, ("account", 5), organisation_id=herne.id, before={"role": "a"}, after={"role": "b"}
    )

    [entry] = entries(session)
    assert (entry.event, entry.account_id, entry.organisation_id) == ("test.changed", actor.account_id, herne.id)
    assert (entry.about_kind, entry.about_id, entry.changes) == ("account", 5, {"role": ["a", "b"]})


def test_what_only_begins_or_ends_has_one_side(session):
    audit.record(session, ANYONE, CHANGED, ("account", 5), after={"role": "b"})
    audit.record(session, ANYONE, CHANGED, ("account", None), before={"role": "a"})
    assert [entry.changes for entry in entries(session)] == [{"role": [None, "b"]}, {"role": ["a", None]}]


@pytest.mark.parametrize("side", ["before", "after"])
def test_a_field_that_was_not_declared_fails(session, side):
    with pytest.raises(TypeError, match="no field password"):
        audit.record(session, ANYONE, CHANGED, ("account", 5), **{side: {"password": "x"}})
    assert entries(session) == []


@pytest.mark.parametrize("value", ["x" * 201, ["a"], {"a": 1}, b"a", 1.5])
def test_only_words_and_numbers_are_kept(session, value):
    with pytest.raises(TypeError, match="words and numbers"):
        audit.record(session, ANYONE, CHANGED, ("account", 5), after={"role": value})


def test_entries_are_neither_changed_nor_deleted(session):
    audit.record(session, ANYONE, CHANGED, ("account", 5))
    [entry] = entries(session)

    entry.event = "test.other"
    with pytest.raises(RuntimeError, match="only ever added to"):
        session.flush()
    session.rollback()

    audit.record(session, ANYONE, CHANGED, ("account", 5))
    session.delete(entries(session)[0])
    with pytest.raises(RuntimeError, match="only ever added to"):
        session.flush()


class TestGuards:
    """The database refuses too, whoever asks it."""

    @pytest.fixture
    def entry(self, session):
        def make(age):
            row = {"event": "test.changed", "about_kind": "account", "about_id": 5, "changes": {}}
            session.add(audit.AuditEntry(at=utcnow() - timedelta(days=age), **row))
            session.flush()

        return make

    @pytest.mark.parametrize("age", [0, 4000])
    def test_no_entry_is_changed(self, session, entry, age):
        entry(age)
        with pytest.raises(DBAPIError, match="only ever added to"):
            session.execute(text("UPDATE audit_entry SET event = 'test.other'"))

    def test_no_entry_is_deleted_that_may_still_be_asked_for(self, session, entry):
        entry(29)
        with pytest.raises(DBAPIError, match="only ever added to"):
            session.execute(text("DELETE FROM audit_entry"))

    def test_an_old_one_is_deleted(self, session, entry):
        entry(31)
        session.execute(text("DELETE FROM audit_entry"))
        assert entries(session) == []

    def test_nothing_is_kept_for_less_than_the_database_refuses(self):
        with pytest.raises(UnsafeSettingsError):
            Retention(log=29, accounts=30).check()
        Retention(log=30, accounts=30).check()
