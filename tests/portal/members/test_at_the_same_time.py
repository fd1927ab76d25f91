"""Two at once never leave an organisation, or the portal, without somebody who looks after it."""

import pytest

from portal.access import Role
from portal.accounts import queries as accounts
from portal.members import queries, service
from portal.members.hooks import Hooks
from tests import factories
from tests.portal.members.conftest import both


@pytest.fixture
def herne(database):
    with database.unit_of_work() as session:
        return factories.organisation(session, "Herne")


def coordinators(database, organisation, count):
    with database.unit_of_work() as session:
        return [factories.actor(session, organisation, role=Role.COORDINATOR) for _ in range(count)]


@pytest.mark.parametrize("_again", range(3))
def test_of_two_coordinators_who_leave_at_once_one_stays(database, herne, _again):
    one, other = coordinators(database, herne, 2)

    def leaving(who, successor):
        return lambda session: service.depart(session, who, Hooks(), herne, who.account_id, successor.account_id)

    assert len(both(database, leaving(one, other), leaving(other, one))) == 1
    with database.reading() as session:
        assert len(queries.coordinators(session, herne.id)) == 1


@pytest.mark.parametrize("_again", range(3))
def test_of_two_who_demote_each_other_at_once_one_succeeds(database, herne, _again):
    one, other = coordinators(database, herne, 2)

    def demoting(who, whom):
        return lambda session: service.change_role(session, who, Hooks(), herne, whom.account_id, Role.EDITOR)

    assert len(both(database, demoting(one, other), demoting(other, one))) == 1
    with database.reading() as session:
        assert len(queries.coordinators(session, herne.id)) == 1


@pytest.mark.parametrize("_again", range(3))
def test_of_two_administrations_who_step_back_at_once_one_stays(database, _again):
    with database.unit_of_work() as session:
        pair = [factories.actor(session, administration=True) for _ in range(2)]

    def stepping_back(who):
        return lambda session: service.give_portal_role(session, who, who.account_id, None)

    assert len(both(database, *map(stepping_back, pair))) == 1
    with database.reading() as session:
        assert len(queries.administrators(session)) == 1


def test_an_account_that_joins_twice_at_once_is_a_member_once(database, herne):
    with database.unit_of_work() as session:
        newcomer = factories.account(session)

    def joining(session):
        account = accounts.by_id(session, newcomer.id)
        service.admit(session, accounts.actor_of(account), Hooks(), account, herne, Role.EDITOR, by="Einladung")

    assert both(database, joining, joining) == []
    with database.reading() as session:
        assert [one.account_id for one in queries.members(session, herne.id)] == [newcomer.id]
