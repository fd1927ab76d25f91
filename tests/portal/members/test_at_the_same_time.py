"""Two at once never leave an organisation, or the portal, without somebody who looks after it."""

import pytest
from sqlalchemy import delete

from portal.access import ANYONE, Role
from portal.accounts import queries as accounts
from portal.accounts.service import AddressTaken
from portal.errors import NotFound
from portal.members import queries, service
from portal.members.closing import shut
from portal.members.hooks import Hooks
from portal.members.invitations import service as invitations
from portal.members.invitations.links import key_of
from portal.members.joining import registration, requests
from portal.members.models import Invitation
from portal.orm import utcnow
from portal.privacy import service as privacy
from tests import factories
from tests.portal.members.conftest import both, overlapping


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


class TestErasing:
    """An account that is erased at the moment somebody lets it in belongs nowhere afterwards."""

    @pytest.fixture
    def people(self, database, herne):
        """A coordinator of Herne, and somebody of Bochum whom Herne has invited."""
        with database.unit_of_work() as session:
            coordinator = factories.actor(session, herne, role=Role.COORDINATOR)
            guest = factories.account(session, factories.organisation(session, "Bochum"))
        return coordinator, accounts.actor_of(guest)

    @pytest.fixture
    def erasing(self, app, people):
        _, guest = people
        return lambda session: privacy.erase(session, guest, app.extensions["holdings"], utcnow())

    @pytest.fixture
    def by_invitation(self, database, herne, people):
        coordinator, guest = people
        with database.unit_of_work() as session:
            email = accounts.by_id(session, guest.account_id).email
            key = key_of(invitations.invite(session, coordinator, herne, email, Role.EDITOR))
        return lambda session: invitations.accept(session, guest, Hooks(), key)

    @pytest.fixture
    def by_request(self, database, herne, people):
        coordinator, guest = people
        with database.unit_of_work() as session:
            number = requests.ask(session, guest, herne, None).id
        return lambda session: requests.accept(session, coordinator, Hooks(), number, Role.EDITOR)

    @pytest.fixture
    def by_an_invitation_sent_meanwhile(self, herne, people):
        """Nothing told the erasing of it."""
        coordinator, guest = people

        def coming(session):
            account = accounts.by_id(session, guest.account_id)
            service.admit(session, coordinator, Hooks(), account, herne, Role.EDITOR, by="Einladung")

        return coming

    @pytest.mark.parametrize("way", ["by_invitation", "by_request"])
    def test_who_was_let_in_a_moment_before_leaves_that_organisation_too(self, database, request, people, erasing, way):
        letting_in = request.getfixturevalue(way)
        assert overlapping(database, letting_in, erasing) == []
        self.belongs_nowhere(database, people)

    @pytest.mark.parametrize("way", ["by_invitation", "by_request", "by_an_invitation_sent_meanwhile"])
    def test_who_is_gone_is_not_let_in_any_more(self, database, request, people, erasing, way):
        letting_in = request.getfixturevalue(way)
        assert len(overlapping(database, erasing, letting_in)) == 1
        self.belongs_nowhere(database, people)

    def test_who_is_let_in_where_nobody_looked_is_not_erased_half(
        self, database, people, erasing, by_an_invitation_sent_meanwhile
    ):
        refused = overlapping(database, by_an_invitation_sent_meanwhile, erasing)
        with database.reading() as session:
            guest = accounts.by_id(session, people[1].account_id)
            assert (guest.erased_at is None) == bool(refused)
            assert guest.erased_at is None or guest.memberships == []

    def belongs_nowhere(self, database, people):
        with database.reading() as session:
            guest = accounts.by_id(session, people[1].account_id)
            assert guest.erased_at is not None
            assert guest.memberships == []


@pytest.mark.parametrize("_again", range(3))
def test_two_who_go_from_the_same_organisations_at_once_do_not_wait_for_each_other(app, database, herne, _again):
    """One joined them in this order, the other in that."""
    with database.unit_of_work() as session:
        bochum = factories.organisation(session, "Bochum")
        factories.account(session, herne, role=Role.COORDINATOR)
        factories.account(session, bochum, role=Role.COORDINATOR)
        pair = [factories.account(session, first) for first in (herne, bochum)]
        factories.join(session, pair[0], bochum)
        factories.join(session, pair[1], herne)
        actors = [accounts.actor_of(each) for each in pair]

    def closing(session):
        return shut(session, ANYONE, actors[1].account_id)

    def erasing(session):
        privacy.erase(session, actors[0], app.extensions["holdings"], utcnow())

    assert both(database, erasing, closing) == []


@pytest.mark.parametrize("answering", [invitations.decline, invitations.accept])
def test_an_invitation_that_is_deleted_at_that_moment_is_not_found(database, herne, answering):
    [coordinator] = coordinators(database, herne, 1)
    with database.unit_of_work() as session:
        guest = factories.actor(session, factories.organisation(session, "Bochum"))
        email = accounts.by_id(session, guest.account_id).email
        invitation = invitations.invite(session, coordinator, herne, email, Role.EDITOR)

    def deleting(session):  # as the worker does it, which takes no turn; here it does so that both overlap
        service.take_turn(session, ANYONE, herne)
        session.execute(delete(Invitation))

    def answer(session):
        key = key_of(invitation)
        return answering(session, key) if answering is invitations.decline else answering(session, guest, Hooks(), key)

    [refused] = overlapping(database, deleting, answer)
    assert isinstance(refused, NotFound)


@pytest.mark.parametrize("_again", range(2))
def test_a_link_to_register_makes_one_account(database, _again):
    def registering(session):
        registration.register(
            session, link="a", email="neu@herne.example", display_name="Kim", password="vier-neue-Pferde-am-Kanal",
            organisation=None, note="Amt",
        )  # fmt: skip

    [refused] = both(database, registering, registering)
    assert isinstance(refused, AddressTaken)
