"""A member whose new mail address belongs to none of the organisations: the coordination of each hears of it."""

import pytest
from sqlalchemy import delete, select

from portal import domains as wiring
from portal.access import Role
from portal.accounts import queries as accounts
from portal.accounts.address import service as address
from portal.accounts.address.models import AddressChange
from portal.audit import AuditEntry
from portal.links import Links
from portal.mail.models import Mail
from portal.members import queries
from portal.members.domains import service as domains
from portal.orm import utcnow
from tests import factories
from tests.support.letters import composed, facts, path

LINKS = Links("k" * 32, "http://localhost")


@pytest.fixture
def bochum(session):
    return factories.organisation(session, "Bochum")


@pytest.fixture
def move(session, herne, bochum, coordinator, administration):
    """Somebody of Herne and Bochum changes the address; Bochum has no coordination. Gives who was written to."""
    domains.confirm(session, administration, "herne.example", [herne])
    domains.confirm(session, administration, "bochum.example", [bochum])
    account = factories.account(session, herne, email="b@herne.example")
    factories.join(session, account, bochum)

    def moved(to):
        session.execute(delete(Mail))
        actor = accounts.actor_of(accounts.by_id(session, account.id, fresh=True))
        change = AddressChange(account_id=account.id, new_address=to, requested_at=utcnow())
        session.add(change)
        session.flush()
        address.confirm(session, actor, address.token_for(change, LINKS), LINKS, wiring.ADDRESS_MOVED)
        told = select(Mail).where(Mail.kind == "member.address-elsewhere").order_by(Mail.id)
        return [(mail.params["organisation_id"], mail.account_id) for mail in session.execute(told).scalars()]

    moved.account = account
    return moved


def logged(session):
    entries = select(AuditEntry).where(AuditEntry.event == "member.address-elsewhere").order_by(AuditEntry.id)
    return [(each.organisation_id, each.about_id, each.changes) for each in session.execute(entries).scalars()]


def test_each_organisation_hears_of_a_foreign_one(session, herne, bochum, coordinator, administration, move):
    told = move("b@essen.example")
    assert told == [(herne.id, coordinator.account_id), (bochum.id, administration.account_id)]
    assert logged(session) == [(herne.id, move.account.id, {}), (bochum.id, move.account.id, {})]


@pytest.mark.parametrize("to", ["b@bochum.example", "anna.b@herne.example"])
def test_one_of_theirs_is_no_news(session, move, to):
    assert move(to) == []
    assert logged(session) == []


def test_another_name_before_the_same_foreign_domain_is_no_news(session, move):
    move("b@essen.example")
    assert move("anna.b@essen.example") == []


def test_the_only_coordinator_does_not_write_to_himself(session, herne, coordinator, administration, move):
    for held in queries.members(session, herne.id):
        held.role = Role.COORDINATOR if held.account_id == move.account.id else Role.EDITOR
    session.flush()
    told = move("b@essen.example")
    assert {one for _place, one in told} == {administration.account_id}


def test_the_letter_says_everything_while_it_is_true(app, session, move):
    move("b@essen.example")
    mail = (
        session.execute(select(Mail).where(Mail.kind == "member.address-elsewhere").order_by(Mail.id)).scalars().first()
    )
    letter = composed(app, session, mail)
    assert letter.subject == "Redaktion hat eine neue E-Mail-Adresse"
    assert facts(letter) == {"Name": "Redaktion", "Neue Adresse": "b@essen.example"}
    assert path(letter) == "/organisationen/herne/mitglieder"
    move("b@herne.example")
    assert composed(app, session, mail) is None


def test_only_who_coordinates_besides_reads_it(app, session, herne, coordinator, administration, move):
    params = {"organisation_id": herne.id, "member_id": move.account.id}
    editor = factories.actor(session, herne, role=Role.EDITOR)
    reads = [
        app.extensions["letters"].still_concerns(session, "member.address-elsewhere", params, each.account_id)
        for each in (coordinator, administration, editor)
    ]
    assert reads == [True, False, False]
