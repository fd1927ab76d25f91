"""A backup holds everything and goes back into either database; a broken one changes nothing."""

import gzip
import json
import stat
from contextlib import contextmanager

import pytest
from sqlalchemy import select

from portal import backup, migrating
from portal.database import Database
from portal.models import Base
from portal.organisations.models import OrganisationKind
from portal.partial_date import PartialDate
from portal.projects.vocabulary import LessonKind, MaturityScale, Visibility
from tests import factories


def fill(database, *, drafts=3):
    with database.unit_of_work() as session:
        herne = factories.organisation(session, "Herne")
        # Points to a row that comes later.
        factories.organisation(session, "Kreis Unna", OrganisationKind.DISTRICT)
        unna = factories.organisation(session, "Unna", kind=OrganisationKind.MUNICIPALITY)
        herne.district_id = unna.id
        factories.account(session, herne)
        for number in range(drafts):
            factories.draft(session, herne, title=f"Bäume \u2028 {number} \U0001f333", tags=["Grün"])
        factories.published(
            session,
            herne,
            participants=["unna"],
            technologies=["LoRaWAN"],
            start=PartialDate(2024, 5),
            ozg_topics=["Bildung"],
            services=[
                {
                    "leika_key": "99012345678901",
                    "maturity_scale": MaturityScale.V1_1,
                    "maturity_value": 4,
                    "maturity_as_of": PartialDate(2024, 5, 1),
                }
            ],
            lessons=[{"kind": LessonKind.WORKED, "text": "Gut", "visibility": Visibility.STAFF}],
        )
        factories.archived(session, herne)


def content(database):
    """Every row of every table."""
    with database.reading() as session:
        return {
            table.name: [tuple(row) for row in session.execute(select(table).order_by(*table.primary_key.columns))]
            for table in Base.metadata.sorted_tables
        }


@contextmanager
def blank_database(templates, folder):
    """A database without tables, of the kind the tests run on."""
    with templates.blank(folder) as place:
        made = Database(
            place.database_url.replace("postgresql://", "postgresql+psycopg://") or f"sqlite:///{folder}.db"
        )
        yield made
        made.dispose()


@pytest.fixture
def other(templates, tmp_path):
    with blank_database(templates, tmp_path / "other") as made:
        yield made


@pytest.fixture
def sqlite(tmp_path):
    made = Database(f"sqlite:///{tmp_path / 'sqlite.db'}")
    yield made
    made.dispose()


@pytest.fixture
def saved(database, tmp_path):
    """A filled database and a backup of it."""
    fill(database)
    file = tmp_path / "portal.backup"
    backup.write(database, file)
    return file


def test_it_comes_back_as_it_was_in_a_database_without_tables(database, saved, other):
    rows = backup.read(other, saved)

    before = content(database)
    assert content(other) == before
    assert rows == sum(len(found) for found in before.values()) > 40
    assert migrating.up_to_date(other)


def test_it_goes_from_either_database_into_sqlite_and_back(database, saved, sqlite, other, tmp_path):
    before = content(database)
    backup.read(sqlite, saved)
    assert content(sqlite) == before
    again = tmp_path / "again.backup"
    backup.write(sqlite, again)
    backup.read(other, again)

    assert content(other) == before


def test_it_replaces_what_is_there(database, saved):
    before = content(database)
    fill_more(database)
    assert content(database) != before

    backup.read(database, saved)

    assert content(database) == before


def fill_more(database):
    with database.unit_of_work() as session:
        witten = factories.organisation(session, "Witten")
        factories.published(session, witten, technologies=["Drohne"])


def test_new_rows_after_it_get_ids_of_their_own(saved, other):
    backup.read(other, saved)
    before = {name: {row[0] for row in rows} for name, rows in content(other).items()}

    fill_more(other)

    after = {name: [row[0] for row in rows] for name, rows in content(other).items()}
    assert all(len(set(ids)) == len(ids) or name == "project_technology" for name, ids in after.items())
    assert max(after["project"]) > max(before["project"])
    assert max(after["organisation"]) > max(before["organisation"])


def test_only_its_owner_can_read_it(saved):
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    assert [path.name for path in saved.parent.glob("portal.backup*")] == ["portal.backup"]


def test_one_that_cannot_be_written_leaves_no_half_file(database, tmp_path):
    (tmp_path / "taken").mkdir()

    with pytest.raises(OSError, match="directory"):
        backup.write(database, tmp_path / "taken")
    assert not list(tmp_path.glob("*.part"))


def lines_of(file):
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def rewritten(file, lines):
    with gzip.open(file, "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(line) + "\n" for line in lines)


def with_row(lines, table, **values):
    """The lines, the first row of a table changed."""
    place = next(number for number, line in enumerate(lines) if line.get("table") == table)
    row = {**lines[place]["row"], **values}
    return [*lines[:place], {"table": table, "row": row}, *lines[place + 1 :]]


BROKEN = {
    "no end": lambda lines: lines[:-1],
    "a row missing": lambda lines: [*lines[:5], *lines[6:]],
    "head only": lambda lines: lines[:1],
    "no head": lambda lines: lines[1:],
    "other format": lambda lines: [{**lines[0], "format": "other"}, *lines[1:]],
    "other version": lambda lines: [{**lines[0], "revision": "9999"}, *lines[1:]],
    "unknown table": lambda lines: [*lines[:-1], {"table": "smuggled", "row": {}}, lines[-1]],
    "unknown column": lambda lines: with_row(lines, "project", smuggled=1),
    "wrong enum": lambda lines: with_row(lines, "project", publication="secret"),
    "wrong date": lambda lines: with_row(lines, "project", start="2024-99"),
    "wrong moment": lambda lines: with_row(lines, "project", created_at=7),
    "null where none may be": lambda lines: with_row(lines, "project", title=None),
    "dangling reference": lambda lines: with_row(lines, "project", lead_id=999_999),
    "double key": lambda lines: [*lines[:2], lines[1], *lines[2:-1], {"rows": lines[-1]["rows"] + 1}],
    "a list": lambda lines: [lines[0], [1, 2], *lines[1:]],
    "a row that is a list": lambda lines: [lines[0], {"table": "project", "row": []}, *lines[1:]],
    "nothing": lambda lines: [],
}  # fmt: skip


@pytest.fixture
def untouched(database, saved):
    """A database that has moved on since its backup; it must look the same afterwards."""
    fill_more(database)
    before = content(database)
    yield database
    assert content(database) == before


def test_broken_content_changes_nothing(untouched, saved, tmp_path):
    lines = lines_of(saved)
    for name, damage in BROKEN.items():
        file = tmp_path / "broken.backup"
        rewritten(file, damage(lines))
        before = content(untouched)
        with pytest.raises(backup.UnreadableError) as refused:
            backup.read(untouched, file)
        assert content(untouched) == before, name
        assert "argon2" not in str(refused.value), "nobody's hash belongs on a screen"


def test_damaged_files_change_nothing(untouched, saved, tmp_path):
    whole = saved.read_bytes()
    half = len(whole) // 2
    for damaged in (
        b"",
        b"no gzip",
        whole[:half],
        whole[:-1],
        whole[:-8],
        whole[:half] + b"\x00\xff\x00" + whole[half + 3 :],
        gzip.compress(b"no json\n"),
        gzip.compress(b"\xff\xfe\n"),
        gzip.compress(b"[" * 100_000),
        gzip.compress(b""),
    ):
        file = tmp_path / "damaged.backup"
        file.write_bytes(damaged)
        with pytest.raises(backup.UnreadableError):
            backup.read(untouched, file)


def test_a_missing_file_changes_nothing(untouched, tmp_path):
    with pytest.raises(backup.UnreadableError):
        backup.read(untouched, tmp_path / "missing")


def test_a_broken_file_does_not_even_make_tables(sqlite, tmp_path):
    file = tmp_path / "broken"
    file.write_bytes(b"no backup")

    with pytest.raises(backup.UnreadableError):
        backup.read(sqlite, file)
    assert not migrating.up_to_date(sqlite)
