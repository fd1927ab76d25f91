"""The accounts that the operator makes and closes."""

import pytest
from sqlalchemy import select

from portal.access import Role
from portal.accounts import queries as accounts
from portal.accounts import service as accounting
from portal.accounts.models import Account
from portal.audit import AuditEntry
from portal.mail.models import Mail
from portal.members.commands import close, create
from tests import factories
from tests.factories import PASSWORD

EMAIL = "neu@herne.example"


@pytest.fixture
def made(app, database):
    with database.unit_of_work() as session:
        factories.from_public_source(session, factories.organisation(session, "Herne"), lead="herne")
    run = app.test_cli_runner()
    return lambda *options: run.invoke(create, [EMAIL, "--name", "Leitung", *options])


def test_it_belongs_to_its_organisation_and_the_log_says_so(made, database):
    assert made("--organisation", "herne", "--role", "editor", "--password", PASSWORD).exit_code == 0
    with database.reading() as session:
        account = accounts.by_email(session, EMAIL)
        assert [(each.organisation.slug, each.role) for each in account.memberships] == [("herne", Role.EDITOR)]
        assert [entry.event for entry in session.execute(select(AuditEntry)).scalars()] == ["member.joined"]


def test_the_first_member_is_offered_the_entries_of_public_sources(made, database):
    assert made("--organisation", "herne", "--password", PASSWORD).exit_code == 0
    with database.reading() as session:
        assert [mail.to_address for mail in session.execute(select(Mail)).scalars()] == [EMAIL]


def test_an_administration_belongs_to_none(made, database):
    assert made("--administration", "--password", PASSWORD).exit_code == 0
    with database.reading() as session:
        account = accounts.by_email(session, EMAIL)
        assert (accounts.actor_of(account).administers, account.memberships) == (True, [])


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--organisation", "atlantis", "--password", PASSWORD], "atlantis"),
        (["--organisation", "herne", "--password", "kurz"], "15"),
        (["--organisation", "herne", "--password", "Herne Herne Herne"], "erraten"),
    ],
)
def test_refusals_are_one_sentence(made, database, options, said):
    outcome = made(*options)

    assert outcome.exit_code != 0
    assert said in outcome.output
    assert "Traceback" not in outcome.output
    with database.reading() as session:
        assert session.execute(select(Account)).all() == []


class TestClose:
    @pytest.fixture
    def shut(self, app):
        run = app.test_cli_runner()
        return lambda *options: run.invoke(close, options)

    def test_whoever_has_gone_is_kept_out(self, shut, app, database):
        with database.unit_of_work() as session:
            gone = factories.account(session, factories.organisation(session, "Herne"), email="anna@herne.example")
        browser = app.test_client().sign_in_as(gone)

        assert shut("anna@herne.example").exit_code == 0

        assert browser.get("/konto").status_code == 302
        with database.reading() as session:
            assert not accounting.recognise(session, "anna@herne.example", factories.PASSWORD)
            assert [each.event for each in session.execute(select(AuditEntry)).scalars()] == ["account.closed"]

    @pytest.mark.parametrize("email", ["niemand@herne.example", "zu@herne.example"])
    def test_what_is_not_open_is_not_closed(self, shut, database, email):
        with database.unit_of_work() as session:
            factories.account(session, email="zu@herne.example").active = False

        outcome = shut(email)
        assert outcome.exit_code != 0
        assert "gibt es nicht" in outcome.output

    def test_the_last_administration_stays(self, shut, database):
        with database.unit_of_work() as session:
            factories.account(session, administration=True, email="amt@herne.example")
        outcome = shut("amt@herne.example")
        assert outcome.exit_code != 0
        assert "keine Portalverwaltung mehr" in outcome.output
