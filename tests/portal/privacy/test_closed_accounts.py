"""Whoever can no longer sign in can still have the account erased: the portal administration does it."""

import pytest
from sqlalchemy import select

from portal.access import Role
from portal.accounts import queries as accounts
from portal.accounts.models import Account
from portal.audit import AuditEntry
from portal.errors import Forbidden, NotFound
from portal.mail import post
from portal.mail.models import MailState
from portal.members import queries as members
from portal.orm import utcnow
from portal.privacy import service
from portal.privacy.letters import UNUSED
from portal.projects.models import ProjectResponsible
from tests import factories


@pytest.fixture
def herne(database):
    with database.unit_of_work() as session:
        return factories.organisation(session, "Herne")


@pytest.fixture
def closed(database, herne):
    """The only coordination of Herne, which left without a word, responsible for an entry."""
    with database.unit_of_work() as session:
        made = factories.account(session, herne, role=Role.COORDINATOR, email="anna@herne.example")
        made.display_name, made.active = "Anna Muster", False
        entry = factories.published(session, herne)
        factories.be_responsible(session, accounts.actor_of(made), entry)
    return made


@pytest.fixture
def administration(database):
    with database.unit_of_work() as session:
        return factories.account(session, administration=True)


def test_the_administration_erases_it(client, database, herne, closed, administration):
    client.sign_in_as(administration)
    page = client.page("/verwaltung/konten")
    assert "anna@herne.example · Herne" in page.text
    page = client.page(page.one(".entry__actions a").get("href"))
    assert "Anna Muster" in page.text
    page = page.submit("main form")
    assert "Das Konto von Anna Muster ist gelöscht." in page.text
    assert "Kein Konto ist geschlossen" in page.text

    with database.reading() as session:
        erased = session.get(Account, closed.id)
        assert (erased.email, erased.display_name, erased.former_organisation_id) == ("", "", herne.id)
        assert members.membership(session, herne.id, closed.id) is None
        assert not session.query(ProjectResponsible).filter_by(account_id=closed.id).count()


@pytest.mark.parametrize("state", ["open", "erased", "unknown"])
def test_only_what_is_closed_is_erased_like_this(app, database, closed, administration, state):
    actor, holdings = accounts.actor_of(administration), app.extensions["holdings"]
    with database.unit_of_work() as session:
        account = session.get(Account, closed.id)
        account.active, account.erased_at = state == "open", utcnow() if state == "erased" else None
    with database.unit_of_work() as session, pytest.raises(NotFound):
        service.erase_closed(session, actor, 999_999 if state == "unknown" else closed.id, holdings, utcnow())


def test_nobody_else_erases_it(app, client, database, herne, closed):
    with database.unit_of_work() as session:
        coordinator = factories.account(session, herne, role=Role.COORDINATOR)
        actor = accounts.actor_of(coordinator)
        with pytest.raises(Forbidden):
            service.erase_closed(session, actor, closed.id, app.extensions["holdings"], utcnow())
    client.sign_in_as(coordinator)
    assert client.get("/verwaltung/konten").status_code == 403
    assert client.get(f"/verwaltung/konten/{closed.id}/loeschen").status_code == 403


def test_who_belongs_to_no_organisation_is_listed_and_can_be_closed(client, database, herne, administration):
    with database.unit_of_work() as session:
        factories.account(session, herne, email="mitglied@herne.example")
        alone = factories.account(session, email="allein@herne.example")
        alone.display_name = "Kim Allein"
    client.sign_in_as(administration)
    page = client.page("/verwaltung/konten")
    assert "allein@herne.example" in page.text
    assert "mitglied@herne.example" not in page.text
    assert administration.email not in " ".join(page.texts(".entry__note"))  # nobody closes the own one here
    page = client.page(page.one(".entry__actions a").get("href")).submit("main form")
    assert "Das Konto von Kim Allein ist geschlossen." in page.text
    with database.reading() as session:
        assert session.get(Account, alone.id).closed


def test_whose_warning_was_not_delivered_is_marked(client, database, administration):
    with database.unit_of_work() as session:
        for name in ("angekommen", "unzustellbar"):
            alone = factories.account(session, email=f"{name}@herne.example")
            alone.warned_at = utcnow()
            letter = post(session, UNUSED, to=alone.email, account_id=alone.id, for_account=alone.id)
            letter.state = MailState.SENT if name == "angekommen" else MailState.DEAD
    client.sign_in_as(administration)
    arrived, refused = client.page("/verwaltung/konten").texts(".entry__note")
    assert "wird bald gelöscht, seit" in arrived
    assert "nicht zugestellt, wird nicht von selbst gelöscht" in refused


def test_whoever_was_warned_keeps_the_account_by_signing_in(client, database):
    with database.unit_of_work() as session:
        warned = factories.account(session, email="allein@herne.example")
        warned.warned_at = utcnow()
    client.page("/anmelden").submit("main form", email="allein@herne.example", password=factories.PASSWORD)
    with database.reading() as session:
        assert session.get(Account, warned.id).warned_at is None
        kept = select(AuditEntry).where(AuditEntry.event == "account.kept")
        assert session.execute(kept).scalar_one().about_id == warned.id
