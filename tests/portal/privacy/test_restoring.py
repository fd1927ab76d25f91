"""A restored backup brings nobody back who was erased, sends nothing twice, and lets nobody in who was signed out."""

import json
import stat
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal import backup, restoring
from portal.access import Role
from portal.accounts import queries as accounts
from portal.accounts.models import Account
from portal.accounts.sessions import service as sessions
from portal.accounts.sessions.devices import Device
from portal.accounts.sessions.models import AccountSession, SignInMethod
from portal.audit import AuditEntry
from portal.jobs import Jobs
from portal.mail import post
from portal.mail.letters import TEST
from portal.mail.models import Mail
from portal.members import queries as members
from portal.organisations import queries as organisations
from portal.orm import utcnow
from portal.privacy import retention, service
from portal.privacy.erasures import FILE
from tests import factories


@pytest.fixture
def holdings(app):
    return app.extensions["holdings"]


@pytest.fixture
def erasures(app):
    return app.extensions["erasures"]


@pytest.fixture
def people(database):
    """Herne's only coordination with a colleague, somebody all alone in Bochum, and the administration."""
    with database.unit_of_work() as session:
        herne, bochum = (factories.organisation(session, name) for name in ("Herne", "Bochum"))
        made = {
            "coordination": factories.account(session, herne, role=Role.COORDINATOR),
            "colleague": factories.account(session, herne),
            "alone": factories.account(session, bochum, role=Role.COORDINATOR),
            "administration": factories.account(session, administration=True),
        }
        for name, account in made.items():
            account.display_name = name
        return {name: account.id for name, account in made.items()}


@pytest.fixture
def saved(database, people, tmp_path):
    """A backup in which all of them are still there, a mail waits and somebody is signed in."""
    with database.unit_of_work() as session:
        post(session, TEST, to="wartet@stadt.example")
        device = Device("Firefox", "Linux")
        sessions.begin(session, people["colleague"], SignInMethod.PASSWORD, device, utcnow())
    file = tmp_path / "portal.backup"
    backup.write(database, file)
    return file


@pytest.fixture
def erase(database, holdings):
    def run(account_id):
        with database.unit_of_work() as session:
            if members.administrators(session)[0].id == account_id:
                factories.account(session, administration=True)
            for holding in holdings:
                holding.settle(session, account_id)
            service.erase(session, accounts.actor_of(accounts.by_id(session, account_id)), holdings, utcnow())

    return run


@pytest.fixture
def restore(app, saved):
    return lambda **options: restoring.restore(app.extensions, saved, **{"move": False} | options)


def names(database):
    with database.reading() as session:
        return set(session.execute(select(Account.display_name)).scalars())


@pytest.mark.parametrize("who", ["coordination", "colleague", "alone", "administration"])
def test_who_was_erased_stays_erased(database, people, saved, erase, restore, who):
    erase(people[who])

    assert restore().erased == 1
    assert names(database) == set(people) - {who} | {""}
    with database.reading() as session:
        [logged] = session.execute(select(AuditEntry).where(AuditEntry.event == "account.erased")).scalars()
        assert (logged.about_id, logged.account_id) == (people[who], None)
        herne = organisations.by_slug(session, "herne")
        assert [one.display_name for one in members.coordinators(session, herne.id)] == [
            "colleague" if who == "coordination" else "coordination"
        ]


def test_even_into_an_empty_database_as_long_as_the_list_is_there(
    app, database, people, saved, erase, erasures, restore
):
    erase(people["colleague"])
    with database.reading() as session:
        assert erasures.keep(session) == 1
        assert erasures.keep(session) == 0  # each once
    restore()  # as it was, without anybody erased but by the list
    with database.reading() as session:
        assert session.get(Account, people["colleague"]).erased_at is not None


def test_the_list_names_nobody_and_is_for_its_owner_only(app, database, people, saved, erase, erasures):
    erase(people["colleague"])
    with database.reading() as session:
        erasures.keep(session)
    file = app.extensions["settings"].instance / FILE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    [line] = [json.loads(each) for each in file.read_text().split("\n") if each]
    assert set(line) == {"account", "erased_at"}
    assert line["account"] == people["colleague"]


def test_a_line_that_was_cut_off_costs_no_other(app, database, people, saved, erase, erasures):
    file = app.extensions["settings"].instance / FILE
    file.write_text('{"account": 7, "era')
    erase(people["colleague"])
    with database.reading() as session:
        erasures.keep(session)
    assert set(erasures.listed()) == {people["colleague"]}


def test_somebody_who_got_the_same_number_later_is_another(app, database, people, saved, erasures, restore):
    """A backup from before the erased account was made gives its number to somebody else."""
    file = app.extensions["settings"].instance / FILE
    early = utcnow() - timedelta(days=9)
    file.write_text(json.dumps({"account": people["colleague"], "erased_at": early.isoformat()}) + "\n")
    assert restore().erased == 0
    assert "colleague" in names(database)


def test_whoever_erases_the_own_account_is_listed_at_once(client, database, people, erasures):
    with database.reading() as session:
        client.sign_in_as(session.get(Account, people["colleague"]))
    client.page("/konto/loeschen").submit()
    assert set(erasures.listed()) == {people["colleague"]}


def test_a_list_that_cannot_be_written_keeps_nobody_from_being_erased(app, client, database, people, erasures):
    (app.extensions["settings"].instance / FILE).mkdir()
    with database.reading() as session:
        client.sign_in_as(session.get(Account, people["colleague"]))
    assert "Ihr Konto ist gelöscht." in client.page("/konto/loeschen").submit().text
    (app.extensions["settings"].instance / FILE).rmdir()

    Jobs(database, [retention.keep_erasures(erasures)]).drain()  # which the worker does
    assert set(erasures.listed()) == {people["colleague"]}


@pytest.mark.parametrize("move", [False, True])
def test_mails_are_held_and_sign_ins_ended_unless_it_is_a_move(database, people, saved, restore, move):
    done = restore(move=move)
    assert done.held == (0 if move else 1)
    with database.reading() as session:
        [mail] = session.execute(select(Mail).where(Mail.kind == TEST.name)).scalars()
        assert (mail.held_at is None) is move
        assert (session.execute(select(AccountSession)).first() is not None) is move


def test_the_log_is_guarded_again_after_it(database, people, saved, erase, restore):
    erase(people["colleague"])
    restore()
    with pytest.raises(Exception, match="only ever added to"), database.unit_of_work() as session:
        session.execute(AuditEntry.__table__.delete())
