"""Whoever is kept out decides nothing any more, not even by what was sent before."""

import pytest
from sqlalchemy import select

from portal.access import ANYONE, Role
from portal.accounts import queries as accounts
from portal.accounts.models import Account
from portal.audit import AuditEntry
from portal.errors import Invalid, NotFound
from portal.mail.models import Mail
from portal.members import closing, service
from portal.members.invitations import service as invitations
from portal.members.joining import requests
from tests import factories
from tests.portal.members.conftest import present


def told_of_requests(session):
    of_it = select(Mail.account_id).where(Mail.kind == "member.request").order_by(Mail.id)
    return session.execute(of_it).scalars().all()


def test_its_invitations_are_withdrawn_everywhere(session, herne, coordinator):
    bochum = factories.organisation(session, "Bochum")
    factories.join(session, accounts.by_id(session, coordinator.account_id), bochum, Role.COORDINATOR)
    gone = present(session, coordinator)
    sent = [invitations.invite(session, gone, of, "neu@herne.example", Role.CONTRIBUTOR) for of in (herne, bochum)]
    colleague = factories.actor(session, herne, role=Role.COORDINATOR)
    other = invitations.invite(session, colleague, herne, "andere@herne.example", Role.EDITOR)

    closing.shut(session, ANYONE, coordinator.account_id)

    assert not session.get(Account, coordinator.account_id).active
    assert [one.state.value for one in (*sent, other)] == ["withdrawn", "withdrawn", "open"]


def test_those_of_the_administration_go_too(session, herne, administration):
    factories.actor(session, administration=True)
    sent = invitations.invite(session, administration, herne, "neu@herne.example", Role.COORDINATOR)
    closing.shut(session, ANYONE, administration.account_id)
    assert sent.state.value == "withdrawn"


def test_one_that_was_withdrawn_is_not_renewed_beside_another(session, herne, coordinator, administration):
    sent = invitations.invite(session, coordinator, herne, "neu@herne.example", Role.CONTRIBUTOR)
    closing.shut(session, ANYONE, coordinator.account_id)
    invitations.invite(session, administration, herne, "neu@herne.example", Role.COORDINATOR)
    with pytest.raises(Invalid):
        invitations.renew(session, administration, herne, sent.id)


def test_whoever_decides_now_hears_of_requests_that_wait(session, herne, coordinator, administration):
    requests.ask(session, factories.actor(session), herne, None)
    closing.shut(session, ANYONE, coordinator.account_id)
    assert told_of_requests(session) == [coordinator.account_id, administration.account_id]


def test_with_another_coordination_nobody_is_told_twice(session, herne, coordinator):
    other = factories.actor(session, herne, role=Role.COORDINATOR)
    requests.ask(session, factories.actor(session), herne, None)
    closing.shut(session, ANYONE, coordinator.account_id)
    assert sorted(told_of_requests(session)) == sorted([coordinator.account_id, other.account_id])


def test_what_it_asked_for_is_withdrawn(session, herne, coordinator):
    asker = factories.actor(session)
    made = [requests.ask(session, asker, place, "Amt 12") for place in (herne, None)]
    closing.shut(session, coordinator, asker.account_id)
    assert {one.state.value for one in made} == {"withdrawn"}
    told = select(AuditEntry.account_id, AuditEntry.about_id).where(AuditEntry.event == "request.withdrawn")
    assert session.execute(told).all() == [(coordinator.account_id, asker.account_id)] * 2


def test_what_is_closed_is_not_closed_again(session, coordinator):
    closing.shut(session, ANYONE, coordinator.account_id)
    for account_id in (coordinator.account_id, 999_999):
        with pytest.raises(NotFound):
            closing.shut(session, ANYONE, account_id)


def test_the_last_administration_stays(session, administration):
    with pytest.raises(service.LastAdministrator):
        closing.shut(session, ANYONE, administration.account_id)
    assert session.get(Account, administration.account_id).active
