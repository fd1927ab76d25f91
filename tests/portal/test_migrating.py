"""Migrations lead to exactly the tables of the models, and back, on a filled database."""

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from portal import migrating
from portal.models import Base
from tests import factories


def tables(database):
    return set(inspect(database.engine).get_table_names()) - {"alembic_version"}


def revisions(database):
    script = ScriptDirectory.from_config(migrating.config(database))
    return [revision.revision for revision in script.walk_revisions()][::-1]


def test_models_and_migrations_agree(database):
    with database.reading() as session:
        context = MigrationContext.configure(session.connection(), opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_the_checks_of_the_models_are_in_the_database(database):
    inspector = inspect(database.engine)
    for table in Base.metadata.sorted_tables:
        wanted = {check.name for check in table.constraints if type(check).__name__ == "CheckConstraint"}
        assert {check["name"] for check in inspector.get_check_constraints(table.name)} == wanted


def test_down_and_up_again_on_a_filled_database(database):
    with database.unit_of_work() as session:
        herne = factories.organisation(session, "Herne")
        factories.published(session, herne, tags=["Grün"], technologies=["LoRaWAN"], participants=["herne"])
        factories.archived(session, herne)

    for revision in [*revisions(database)[:-1][::-1], "base"]:
        migrating.downgrade(database, revision)
        assert not migrating.up_to_date(database)
    assert tables(database) == set()

    for revision in revisions(database):
        migrating.upgrade(database, revision)
    assert migrating.up_to_date(database)
    assert tables(database) == set(Base.metadata.tables)
    with database.unit_of_work() as session:
        factories.published(session, factories.organisation(session, "Herne"))


def test_migrating_twice_changes_nothing(database):
    with database.unit_of_work() as session:
        factories.organisation(session, "Herne")

    migrating.upgrade(database)

    with database.reading() as session:
        assert session.connection().exec_driver_sql("SELECT count(*) FROM organisation").scalar_one() == 1


def test_asking_takes_no_lock(database):
    with database.unit_of_work() as session:
        factories.organisation(session, "Herne")
        assert migrating.up_to_date(database)
