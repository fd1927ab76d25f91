"""Roles, removals and mail domains take a fresh proof, and what was typed survives the way to it."""

import pytest
from sqlalchemy import select, update

from portal.access import Role
from portal.accounts.models import Account, Membership
from portal.accounts.own import carrying, confirming
from portal.accounts.sessions.models import AccountSession
from portal.members import queries
from portal.members.models import Invitation, MailDomain
from portal.orm import utcnow
from tests import factories
from tests.factories import PASSWORD


@pytest.fixture
def herne(database):
    with database.unit_of_work() as session:
        return factories.organisation(session, "Herne")


@pytest.fixture
def people(database, herne):
    """The coordinator, who signs in, and two colleagues."""
    with database.unit_of_work() as session:
        return [
            factories.account(session, herne, role=role).id for role in (Role.COORDINATOR, Role.EDITOR, Role.EDITOR)
        ]


@pytest.fixture
def own(client, database, people):
    with database.reading() as session:
        coordinator = session.get(factories.Account, people[0])
    return client.sign_in_as(coordinator).page


@pytest.fixture
def later(database):
    """Lets so much time go by that the last proof is too old."""

    def wait():
        with database.unit_of_work() as session:
            for row in session.query(AccountSession):
                row.confirmed_at -= confirming.FRESH

    return wait


def roles(database, herne):
    with database.reading() as session:
        return {one.account_id: one.role for one in queries.members(session, herne.id)}


def prove(asked):
    assert asked.path.startswith("/konto/bestaetigen")
    return asked.submit("main form", password=PASSWORD)


def test_another_role_waits_for_the_proof_and_is_still_chosen(own, later, database, herne, people):
    form = own(f"/organisationen/herne/mitglieder/{people[1]}/rolle")
    later()
    asked = form.submit("main form", role="coordinator")
    assert roles(database, herne)[people[1]] is Role.EDITOR
    back = prove(asked)
    assert "Was Sie eingegeben haben, ist noch da." in back.text
    assert back.one("input[name=role][checked]").get("value") == "coordinator"
    assert back.submit("main form").path == "/organisationen/herne/mitglieder"
    assert roles(database, herne)[people[1]] is Role.COORDINATOR
    again = own(f"/organisationen/herne/mitglieder/{people[2]}/rolle")
    assert again.one("input[name=role][checked]").get("value") == "editor"  # what was typed was for the other


def test_a_removal_waits_for_the_proof_too(own, later, database, herne, people):
    form = own(f"/organisationen/herne/mitglieder/{people[1]}/entfernen")
    later()
    back = prove(form.submit("main form"))
    assert people[1] in roles(database, herne)
    back.submit("main form")
    assert people[1] not in roles(database, herne)


def test_an_invitation_waits_for_the_proof_and_is_still_typed(own, later, database):
    form = own("/organisationen/herne/einladen")
    later()
    back = prove(form.submit("main form", email="neu@herne.example", role="coordinator"))
    with database.reading() as session:
        assert session.query(Invitation).count() == 0
    assert back.one("#email").get("value") == "neu@herne.example"
    assert back.one("input[name=role][checked]").get("value") == "coordinator"
    back.submit("main form")
    with database.reading() as session:
        assert [one.email for one in session.query(Invitation)] == ["neu@herne.example"]


def test_these_pages_ask_before_one_begins_to_type(own, later, people):
    later()
    for page in ("rolle", "entfernen"):
        assert own(f"/organisationen/herne/mitglieder/{people[1]}/{page}").path.startswith("/konto/bestaetigen")


KEPT = "Was Sie eingegeben haben, ist noch da."


def test_on_another_page_nothing_is_said_to_be_there(own, later, people):
    later()
    own("/organisationen/herne/einladen").submit("main form", password=PASSWORD)
    form = own("/organisationen/herne/einladen")
    later()
    form.submit("main form", email="neu@herne.example", role="editor")
    assert KEPT not in prove(own("/konto/passwort")).text
    assert KEPT in own("/organisationen/herne/einladen").text


def test_what_waited_too_long_is_gone_and_nothing_is_said_to_be_there(own, later, client, monkeypatch):
    form = own("/organisationen/herne/einladen")
    later()
    asked = form.submit("main form", email="neu@herne.example", role="editor")
    late = utcnow() + carrying.LASTS
    monkeypatch.setattr(carrying, "utcnow", lambda: late)
    back = prove(asked)
    assert (KEPT in back.text, back.one("#email").get("value")) == (False, "")
    with client.session_transaction() as cookie:
        assert "typed" not in cookie


def test_what_is_too_long_to_be_kept_is_said_so_at_once(own, later, client):
    first = own("/organisationen/herne/einladen")
    later()
    first.submit("main form", email="neu@herne.example", role="editor")
    asked = first.submit("main form", email="x" * carrying.MOST, role="editor")
    assert "ist zu lang, um es hier aufzuheben" in asked.text
    back = prove(asked)
    assert (KEPT in back.text, back.one("#email").get("value")) == (False, ""), "not what was typed before that either"


def test_what_one_typed_is_not_there_for_another(own, later, client, database, people):
    form = own("/organisationen/herne/einladen")
    later()
    form.submit("main form", email="neu@herne.example", role="editor")
    with database.unit_of_work() as session:
        session.query(AccountSession).delete()
        session.execute(update(Membership).values(role=Role.COORDINATOR))
        other = session.get(Account, people[1]).email
    signed_in = own("/organisationen/herne/einladen").submit("main form", email=other, password=PASSWORD)
    assert (signed_in.path, KEPT in signed_in.text) == ("/organisationen/herne/einladen", False)


def test_it_is_there_after_a_sign_in_that_was_needed(own, later, database, people):
    form = own("/organisationen/herne/einladen")
    later()
    form.submit("main form", email="neu@herne.example", role="editor")
    with database.unit_of_work() as session:
        session.query(AccountSession).delete()
        email = session.get(Account, people[0]).email
    back = own("/organisationen/herne/einladen").submit("main form", email=email, password=PASSWORD)
    assert (KEPT in back.text, back.one("#email").get("value")) == (True, "neu@herne.example")


class TestDomains:
    @pytest.fixture
    def own(self, client, database, herne):
        with database.unit_of_work() as session:
            administration = factories.account(session, administration=True)
        return client.sign_in_as(administration).page

    def domains(self, database):
        with database.reading() as session:
            return list(session.execute(select(MailDomain.domain)).scalars())

    def test_what_was_typed_is_still_there(self, own, later, database):
        form = own("/verwaltung/domains/neu")
        later()
        back = prove(form.submit("main form", domain="herne.example", organisations=["herne"]))
        assert self.domains(database) == []
        assert back.one("#domain").get("value") == "herne.example"
        back.submit("main form")
        assert self.domains(database) == ["herne.example"]

    def test_after_a_removal_that_came_late_the_list_is_shown(self, own, later, database):
        own("/verwaltung/domains/neu").submit("main form", domain="herne.example", organisations=["herne"])
        listing = own("/verwaltung/domains")
        later()
        back = prove(listing.submit("main form[action$=entfernen]"))
        assert back.path == "/verwaltung/domains"
        assert self.domains(database) == ["herne.example"]


def test_no_password_lies_in_the_cookie(own, later, client):
    form = own("/konto/passwort")
    later()
    form.submit("main form", password="vier-neue-Pferde-am-Kanal")
    with client.session_transaction() as cookie:
        assert "typed" not in cookie
