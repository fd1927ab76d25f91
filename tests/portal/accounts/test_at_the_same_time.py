"""Two at the same moment, each on a connection of its own: one wins, the other is told."""

import json
import threading

import pytest
from webauthn.helpers import bytes_to_base64url

from portal.access import Role
from portal.accounts import queries, service
from portal.accounts.address import queries as changes
from portal.accounts.address import service as addresses
from portal.accounts.address.models import AddressChange
from portal.accounts.factors import passkey_service, passkeys
from portal.accounts.factors.models import Passkey
from portal.accounts.models import Account
from portal.accounts.queries import actor_of
from portal.accounts.reset import service as reset
from portal.links import LinkExpired
from portal.members.hooks import Hooks
from portal.members.invitations import service as invitations
from portal.members.joining import registration
from portal.orm import utcnow
from portal.sso import service as sso
from portal.sso.person import Person
from portal.sso.roles import Source
from tests import factories
from tests.portal.accounts.factors.device import Device
from tests.portal.members.conftest import both, overlapping

NEW, PASSWORD = "neu@herne.example", "vier-neue-Pferde-am-Kanal"


@pytest.fixture
def links(app):
    return app.extensions["links"]


@pytest.fixture
def herne(database):
    with database.unit_of_work() as session:
        return factories.organisation(session, "Herne")


@pytest.fixture
def people(database, herne):
    with database.unit_of_work() as session:
        return [factories.account(session, herne, role=Role.COORDINATOR) for _ in range(2)]


def changing(database, links, account):
    """Ask for the new address and return the action that confirms it."""
    with database.unit_of_work() as session:
        addresses.request(session, actor_of(account), NEW, utcnow())
    with database.reading() as session:
        token = addresses.token_for(changes.of_account(session, account.id), links)
    return lambda session: addresses.confirm(session, actor_of(account), token, links)


def registering(database, links, account):
    return lambda session: registration.register(
        session, link="a", email=NEW, display_name="Kim", password=PASSWORD, organisation=None, note="Amt für Digitales"
    )


def invited(database, links, account):
    with database.unit_of_work() as session:
        herne = queries.by_id(session, account.id).memberships[0].organisation
        key = invitations.key_of(invitations.invite(session, actor_of(account), herne, NEW, Role.EDITOR))
    return lambda session: invitations.accept_as_new(session, Hooks(), key, "Kim", PASSWORD)


def coming_by_sso(database, links, account):
    person = Person("https://sso.example", "1", NEW, "Kim", {"herne": Role.EDITOR}, second_factor=False)
    return lambda session: sso.make_account(session, Source("herne", Hooks()), person)


def made_by_the_operator(database, links, account):
    return lambda session: service.create_account(session, email=NEW, display_name="Kim", password=PASSWORD)


WAYS = (changing, registering, invited, coming_by_sso, made_by_the_operator)


@pytest.mark.parametrize("way", WAYS)
def test_an_address_is_given_once_whichever_way_it_comes(database, links, people, way):
    one, other = people
    actions = [changing(database, links, one), way(database, links, other)]

    [refused] = both(database, *actions)
    assert isinstance(refused, service.AddressTaken)
    with database.reading() as session:
        assert [each.email for each in session.query(Account)].count(NEW) == 1


@pytest.mark.parametrize("way", [each for each in WAYS if each is not changing])
def test_so_it_is_for_those_who_come_for_the_first_time(database, links, people, way):
    actions = [coming_by_sso(database, links, people[0]), way(database, links, people[1])]

    refused = both(database, *actions)
    # Whoever comes by single sign-on ends the invitations to the address: one of the two says so.
    fitting = {service.AddressTaken, invitations.Ended} if way is invited else {service.AddressTaken}
    assert len(refused) == (0 if way is coming_by_sso else 1)
    assert {type(each) for each in refused} <= fitting
    with database.reading() as session:
        assert [each.email for each in session.query(Account)].count(NEW) == 1


@pytest.mark.parametrize("_again", range(3))
def test_a_wish_for_another_address_that_comes_twice_is_one(database, people, _again):
    def asking(session):
        addresses.request(session, actor_of(people[0]), NEW, utcnow())

    assert both(database, asking, asking) == []
    with database.reading() as session:
        assert [each.new_address for each in session.query(AddressChange)] == [NEW]


def test_a_link_for_another_address_counts_once(database, links, people):
    confirming = changing(database, links, people[0])
    [refused] = both(database, confirming, confirming)
    assert isinstance(refused, LinkExpired)


@pytest.mark.parametrize("_again", range(3))
def test_a_link_for_another_password_counts_once(database, links, people, _again):
    token = reset.token_for(people[0], links)

    def setting(password):
        return lambda session: reset.set_password(session, token, password, links)

    [refused] = both(database, setting(PASSWORD), setting("neun Tassen grüner Tee"))
    assert isinstance(refused, LinkExpired)


def test_whoever_changes_the_password_at_that_moment_keeps_the_address(database, links, people):
    """One of both is first; the link of before is then worth nothing, or the password is set for the new address."""
    if database.engine.dialect.name == "sqlite":
        pytest.skip("SQLite does not let the second in before the first has ended")
    confirming, outcome = changing(database, links, people[0]), []

    def second():
        with database.unit_of_work() as session:
            try:
                confirming(session)
            except LinkExpired as error:
                outcome.append(error)

    with database.unit_of_work() as session:
        account = queries.by_id(session, people[0].id)
        service.set_password(session, actor_of(account), account, PASSWORD, least=15)
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(0.5)
        assert thread.is_alive(), "it waits for the password"
    thread.join(10)

    assert len(outcome) == 1
    with database.reading() as session:
        assert queries.by_id(session, people[0].id).email == people[0].email


def test_two_first_passkeys_at_once_are_of_one_person_with_one_set_of_recovery_codes(database, people):
    place, codes = passkeys.Place("localhost", "http://localhost"), []

    def adding(number):
        challenge, handle = bytes([number]) * passkeys.CHALLENGE_BYTES, bytes_to_base64url(bytes([number]) * 32)
        asked = {"user": {"id": handle}, "rp": {"id": "localhost"}, "challenge": bytes_to_base64url(challenge)}
        answer = passkeys.Answer(place, challenge, Device().create(json.dumps(asked)))

        def add(session):
            actor = actor_of(queries.by_id(session, people[0].id))
            codes.append(passkey_service.add(session, actor, answer, handle=handle, name="Handy", now=utcnow()))

        return add

    assert overlapping(database, adding(1), adding(2)) == []
    with database.reading() as session:
        assert len({each.user_handle for each in session.query(Passkey)}) == 1
    assert sorted(map(bool, codes)) == [False, True]
