"""Accounts on the command line and those of the demo."""

import dataclasses
import json
import stat

import pytest
from sqlalchemy import select

from portal.access import PortalRole
from portal.accounts import commands, queries, service
from portal.accounts.factors import queries as factors
from portal.accounts.models import Account
from portal.app import create_app
from portal.audit import AuditEntry
from tests import factories
from tests.portal.accounts.conftest import add_app


@pytest.fixture
def demo(settings):
    """Runs the commands of a demo portal."""
    app = create_app(dataclasses.replace(settings, demo=True))
    yield app.test_cli_runner()
    app.extensions["database"].dispose()


def roles(database):
    with database.reading() as session:
        emails = session.execute(select(Account.email)).scalars().all()
        found = [queries.by_email(session, email) for email in emails]
        return {
            account.email: (account.portal_role, [membership.organisation.slug for membership in account.memberships])
            for account in found
        }


def test_each_demo_account_has_its_own_role_and_no_more(demo, database):
    with database.unit_of_work() as session:
        for name in ("Herne", "Bochum", "Gelsenkirchen"):
            factories.organisation(session, name)

    assert demo.invoke(commands.demo).exit_code == 0

    assert roles(database) == {
        "herne@demo.example": (None, ["herne"]),
        "bochum@demo.example": (None, ["bochum"]),
        "gelsenkirchen@demo.example": (None, ["gelsenkirchen"]),
        "mitwirkung.herne@demo.example": (None, ["herne"]),
        "verwaltung@demo.example": (PortalRole.ADMINISTRATION, []),
    }


def test_without_its_organisation_no_account_is_made(demo, database):
    assert demo.invoke(commands.demo).exit_code == 0

    assert roles(database) == {"verwaltung@demo.example": (PortalRole.ADMINISTRATION, [])}


def test_the_passwords_are_kept_for_their_owner_work_and_stay(demo, database, settings):
    demo.invoke(commands.demo)
    file = settings.instance / "demo-accounts.json"
    kept = file.read_text()

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with database.unit_of_work() as session:
        for email, password in json.loads(kept).items():
            assert service.recognise(session, email, password)
    demo.invoke(commands.demo)
    assert file.read_text() == kept


def test_outside_the_demo_there_are_none(app, database):
    assert app.test_cli_runner().invoke(commands.demo).exit_code != 0
    assert roles(database) == {}


class TestRecover:
    NEW = "vier-neue-Pferde-am-Kanal"

    @pytest.fixture
    def recover(self, app, database, sealing):
        with database.unit_of_work() as session:
            add_app(session, factories.account(session, email="anna@herne.example"), sealing)
        run = app.test_cli_runner()
        return lambda *options: run.invoke(commands.account, ["recover", *options])

    def has_second_step(self, database):
        with database.reading() as session:
            return bool(factors.second_step(session, queries.by_email(session, "anna@herne.example").id))

    def test_a_new_password_and_no_second_step(self, recover, database):
        assert recover("anna@herne.example", "--password", self.NEW).exit_code == 0

        assert not self.has_second_step(database)
        with database.reading() as session:
            assert service.recognise(session, "anna@herne.example", self.NEW)

    def test_the_log_and_the_person_learn_of_both(self, recover, database, post):
        post()  # what was said of the app when it was set up
        with database.reading() as session:
            before = session.query(AuditEntry).count()
        recover("anna@herne.example", "--password", self.NEW)

        with database.reading() as session:
            entries = session.query(AuditEntry).order_by(AuditEntry.id).all()[before:]
            assert [(each.event, each.changes) for each in entries] == [
                ("account.second-step-removed", {"kind": ["app", None]}),
                ("account.password-changed", {}),
            ]
        told = [letter.blocks[0].text for _to, letter in post()]
        assert [text.split(" ")[0:3] for text in told] == [["Ein", "zweiter", "Schritt"], ["Das", "Passwort", "Ihres"]]

    @pytest.mark.parametrize(
        ("email", "password", "said"),
        [("niemand@herne.example", NEW, "gibt es nicht"), ("anna@herne.example", "kurz", "15")],
    )
    def test_refusals_are_one_sentence_and_change_nothing(self, recover, database, email, password, said):
        outcome = recover(email, "--password", password)

        assert outcome.exit_code != 0
        assert said in outcome.output
        assert "Traceback" not in outcome.output
        assert self.has_second_step(database)


def test_a_closed_account_is_opened_again_and_then_recovered(app, database):
    with database.unit_of_work() as session:
        herne = factories.organisation(session, "Herne")
        factories.account(session, herne, email="anna@herne.example").active = False
    run, new = app.test_cli_runner(), TestRecover.NEW
    refused = run.invoke(commands.account, ["recover", "anna@herne.example", "--password", new])
    assert refused.exit_code != 0
    assert "portal account reopen anna@herne.example" in refused.output

    assert run.invoke(commands.account, ["reopen", "anna@herne.example"]).exit_code == 0
    again = run.invoke(commands.account, ["reopen", "anna@herne.example"])
    assert again.exit_code != 0
    assert "gibt es nicht" in again.output

    assert run.invoke(commands.account, ["recover", "anna@herne.example", "--password", new]).exit_code == 0
    with database.reading() as session:
        found = service.recognise(session, "anna@herne.example", new)
        assert [each.organisation.slug for each in found.memberships] == ["herne"]
        events = [each.event for each in session.execute(select(AuditEntry)).scalars()]
        assert events == ["account.reopened", "account.password-changed"]
