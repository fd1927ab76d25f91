"""`portal seed`: what it prints, and that a second run changes nothing at all."""

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from portal.orm import Base
from portal.projects import queries
from seeds.commands import seed


def run(app: Flask) -> Result:
    result = app.test_cli_runner().invoke(seed)
    assert result.exit_code == 0, result.output
    return result


def dump(database):
    """Every row of every table."""
    with database.reading() as session:
        return {
            table.name: sorted(repr(tuple(row)) for row in session.execute(select(table)))
            for table in Base.metadata.sorted_tables
        }


@pytest.mark.seeded
def test_a_second_run_changes_nothing_and_says_nothing(app, database):
    before = dump(database)
    result = run(app)
    assert (result.stdout, result.stderr) == ("", "")
    assert dump(database) == before
    assert len(before["project"]) == 209
    assert before["outbox_order"] == []


def test_the_first_run_says_in_one_line_what_it_did(place):
    (line,) = place.portal("seed").splitlines()
    assert "209 neu, 0 geändert, 0 wie zuvor, 0 in der Hand" in line


@pytest.mark.seeded
def test_a_later_run_says_what_it_brought_and_what_it_left(app, database):
    with database.unit_of_work() as session:
        missing, touched = queries.by_source_keys(session, ["ge-oil", "ob-mpsc"]).values()
        session.delete(missing)
        touched.summary = "Hat jemand an der Datenbank geändert."
    assert "Einträge: 1 neu, 1 geändert, 207 wie zuvor, 0 in der Hand" in run(app).stdout
    with database.reading() as session:
        assert session.execute(select(func.count()).select_from(Base.metadata.tables["project"])).scalar_one() == 209
