"""Migrations lead to exactly the tables of the models, and back, on a filled database."""

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from portal import migrating
from portal.access import Role
from portal.accounts import queries as accounts
from portal.members.models import Invitation, InvitationState
from portal.models import Base
from portal.orm import utcnow
from portal.partnerships import queries
from portal.partnerships import transitions as steps
from portal.partnerships.transitions import HIDE, SHOW, STATE_REUSE
from portal.partnerships.vocabulary import Side, State
from tests import factories
from tests.portal.partnerships import playing


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


def test_addresses_are_compared_by_case_from_0030_on(database):
    with database.unit_of_work() as session:
        herne, bochum = (factories.organisation(session, name) for name in ("Herne", "Bochum"))
        coordinator = factories.account(session, herne)
        for place in (herne, bochum):
            for state in (InvitationState.OPEN, InvitationState.DECLINED):
                session.add(
                    Invitation(
                        organisation=place, email="Müller@herne.example", role=Role.EDITOR, state=state,
                        invited_by=coordinator, created_at=utcnow(), expires_at=utcnow(),
                    )
                )  # fmt: skip
        factories.account(session, email="Müller@herne.example")
        erased = factories.account(session)
        erased.email, erased.email_folded = "", "erased:9"

    def folded():
        with database.reading() as session:
            return [
                sorted(session.execute(text(f"SELECT email_folded FROM {table}")).scalars())
                for table in ("account", "invitation")
            ]

    now = folded()
    assert "müller@herne.example" in now[0]
    assert now[1] == ["müller@herne.example"] * 4
    migrating.downgrade(database, "0029")
    before = folded()
    assert "mueller@herne.example" in before[0]
    assert before[1] == ["mueller@herne.example"] * 4
    migrating.upgrade(database)
    assert folded() == now


def test_of_two_that_were_one_before_0030_one_keeps_its_form_on_the_way_down(database):
    with database.unit_of_work() as session:
        for email in ("mueller@herne.example", "müller@herne.example"):
            factories.account(session, email=email)
    migrating.downgrade(database, "0029")
    migrating.upgrade(database)
    with database.reading() as session:
        assert accounts.by_email(session, "MÜLLER@herne.example").email == "müller@herne.example"
        assert accounts.by_email(session, "Mueller@herne.example").email == "mueller@herne.example"


def test_steps_that_an_older_version_does_not_know_go_on_the_way_down(database):
    with database.unit_of_work() as session:
        world = playing.build(session)
        case = playing.case_in(session, world, State.CLARIFYING)
        for step in (steps.ARRIVE, steps.PROPOSE, steps.ACCEPT_ORIGINAL, steps.CALL, steps.RELEASE, steps.INTEND):
            playing.take(session, world, case, step)

    def told():
        with database.reading() as session:
            found = session.execute(text("SELECT number, transition FROM partnership_step ORDER BY number"))
            return [tuple(each) for each in found]

    every = ["send", "take-up", "arrive", "propose", "accept-original", "call", "release", "intend"]
    assert told() == list(enumerate(every, start=1))
    migrating.downgrade(database, "0036")
    assert [number for number, _ in told()] == [1, 2, 4, 5, 6, 7, 8]
    migrating.downgrade(database, "0034")
    older = [(1, "send"), (2, "take-up"), (4, "propose"), (5, "accept"), (6, "call"), (8, "intend")]
    assert told() == older

    migrating.upgrade(database)
    with database.unit_of_work() as session:
        case = queries.by_id(session, case.id)
        assert case.version == 8
        playing.take(session, world, case, steps.CONCLUDE)
        assert [step.number for step in queries.timeline(session, case.id)] == [1, 2, 4, 5, 6, 8, 9]


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


def test_who_took_the_consent_to_show_back_has_said_no_from_0038_on(database):
    with database.unit_of_work() as session:
        world = playing.build(session)
        back, again = (playing.case_in(session, world, each) for each in (State.ENDED, State.RUNNING))
        for case, steps in ((back, (SHOW, HIDE)), (again, (SHOW, HIDE, SHOW))):
            for minute, step in enumerate(steps):
                playing.take(session, world, case, step, side=Side.SENDER, at=playing.later(minute / 1440))
            playing.take(session, world, case, SHOW, side=Side.ADDRESSEE, at=playing.later(1))
        playing.take(session, world, back, STATE_REUSE, side=Side.SENDER, at=playing.later(2))
        ids = back.id, again.id
    migrating.downgrade(database, "0037")
    migrating.upgrade(database, "0038")
    with database.reading() as session:
        one, other = (queries.by_id(session, each) for each in ids)
        assert (one.sides_that_withhold, one.sender_withholds_since) == ({Side.SENDER}, playing.later(1 / 1440))
        assert other.sides_that_withhold == set()
        # Written for both sides only: they still read it in the timeline, and it does not become public.
        told = queries.timeline(session, one.id)[-1].details
        assert (one.reuse_adaptations, told["reuse_adaptations"]) == (None, "Ein Satz.\n\nNoch einer.")
