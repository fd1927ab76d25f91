"""`portal seed`: what it prints, and that a second run changes nothing at all."""

import pytest
from sqlalchemy import select

from portal.orm import Base


def dump(database):
    """Every row of every table."""
    with database.reading() as session:
        return {
            table.name: sorted(repr(tuple(row)) for row in session.execute(select(table)))
            for table in Base.metadata.sorted_tables
        }


@pytest.mark.seeded
def test_a_second_run_changes_nothing_and_says_nothing(place, database):
    before = dump(database)
    assert place.portal("seed") == ""
    assert dump(database) == before
    assert len(before["project"]) == 209
    assert before["outbox_order"] == []


def test_the_first_run_says_in_one_line_what_it_did(place):
    (line,) = place.portal("seed").splitlines()
    assert "209 added, 0 changed, 0 as before, 0 left" in line


def test_entries_that_are_missing_come_back(place, database):
    place.portal("seed")
    with database.unit_of_work() as session:
        project = session.execute(select(Base.metadata.tables["project"].c.id)).scalars().first()
        table = Base.metadata.tables["project"]
        session.execute(table.delete().where(table.c.id == project))
    assert "1 added" in place.portal("seed")
