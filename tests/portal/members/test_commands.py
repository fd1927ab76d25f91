"""The account that the operator makes."""

import pytest
from sqlalchemy import select

from portal.access import Role
from portal.accounts import queries as accounts
from portal.accounts.models import Account
from portal.audit import AuditEntry
from portal.mail.models import Mail
from portal.members.commands import create
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
