"""Two at the same moment, each in a transaction of its own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select

from portal.access import Role
from portal.accounts.models import Membership
from portal.members.hooks import Hooks
from portal.organisations.models import Organisation
from portal.sso import service
from portal.sso.person import Person
from portal.sso.roles import Source
from tests import factories

SOURCE = Source("herne", Hooks())


@pytest.fixture(autouse=True)
def herne(database):
    with database.unit_of_work() as session:
        factories.organisation(session, "Herne")


def person(number, **roles):
    return Person("https://sso.example", str(number), f"kim{number}@herne.example", "Kim", roles, second_factor=False)


def at_once(database, verb, *people):
    """Let each person do it in a thread of their own and return the accounts' ids."""
    start = Barrier(len(people))

    def do(each):
        start.wait(10)
        with database.unit_of_work() as session:
            return verb(session, SOURCE, each).id

    with ThreadPoolExecutor(len(people)) as pool:
        return list(pool.map(do, people))


def test_a_form_that_is_sent_twice_at_once_makes_one_account(database):
    same = person(1, herne=Role.EDITOR)
    assert len(set(at_once(database, service.make_account, same, same))) == 1


def test_of_two_who_go_at_once_one_stays_as_the_last_coordination(database):
    people = [person(number, herne=Role.COORDINATOR) for number in (1, 2)]
    at_once(database, service.make_account, *people)
    with database.unit_of_work() as session:  # who must not be left without a coordination
        herne = session.execute(select(Organisation)).scalar_one()
        editor = factories.account(session, herne, role=Role.EDITOR)

    at_once(database, service.recognise, person(1), person(2))
    with database.reading() as session:
        others = select(Membership.role).where(Membership.account_id != editor.id)
        assert session.execute(others).scalars().all() == [Role.COORDINATOR]
