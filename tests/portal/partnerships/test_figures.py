"""How organisations answer: from five cases on, and only what they could have answered."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.access import Role
from portal.accounts import queries as accounts
from portal.partnerships import transitions as table
from portal.partnerships.addressing import Addressee
from portal.partnerships.duties import figures
from portal.partnerships.models import Case
from portal.partnerships.vocabulary import Kind
from tests import factories
from tests.portal.partnerships import playing
from tests.portal.partnerships.playing import draft, drafted, later, send, take

HOUR = timedelta(hours=1)


@pytest.fixture
def requests(session, world):
    """As many different requests to Bochum as are asked for, all sent on the same Monday."""

    def ask(count):
        kinds = list(Kind)[:count]
        return [send(session, world, drafted(session, world, kind=kind)) for kind in kinds]

    return ask


def figures_of(session, world, at):
    return figures.answering(session, world.bochum.id, at)


def test_nothing_is_told_of_fewer_than_five(session, world, requests):
    for case in requests(4):
        take(session, world, case, table.TAKE_UP)
    assert figures_of(session, world, later(100)) is None


def test_the_median_and_the_share(session, world, requests):
    for hours, case in zip((2, 4, 8, 100), requests(6), strict=False):
        take(session, world, case, table.TAKE_UP, at=playing.MONDAY + hours * HOUR)
    assert figures_of(session, world, later(5)) is None  # two of six still have time
    found = figures_of(session, world, later(30))
    assert (found.asked, found.answered, found.median) == (6, 4, 6 * HOUR)
    assert found.share == pytest.approx(4 / 6)


def test_without_any_answer_there_is_no_median(session, world, requests):
    requests(5)
    found = figures_of(session, world, later(30))
    assert (found.share, found.median) == (0, None)


def test_what_was_withdrawn_in_time_does_not_count_and_what_was_withdrawn_late_does(session, world, requests):
    early, late, *_ = requests(6)
    take(session, world, early, table.WITHDRAW, at=later(1))
    take(session, world, late, table.WITHDRAW, at=later(20))
    assert figures_of(session, world, later(30)).asked == 5


def test_drafts_do_not_count(session, world, requests):
    requests(4)
    drafted(session, world, kind=Kind.VISIT)
    assert figures_of(session, world, later(30)) is None


def test_what_came_before_anybody_was_there_does_not_count(session, world):
    empty = factories.organisation(session, "Wetter")
    acting = world.acting("sender editor")
    for kind in list(Kind)[:6]:
        written = playing.sending.write(session, acting, world.herne, draft(world, Addressee(empty.id), kind=kind))
        playing.sending.send(session, acting, written.id, written.version)
    assert figures.answering(session, empty.id, later(100)) is None
    first = accounts.actor_of(factories.account(session, empty, role=Role.COORDINATOR))
    for case in session.execute(select(Case).where(Case.addressee_id == empty.id)).scalars().all():
        playing.service.perform(
            session, playing.Acting(first, later(40), playing.DUTIES), table.TAKE_UP, case.id, case.version, {}
        )
    assert figures.answering(session, empty.id, later(100)) is None, "answered as soon as anybody was there"


def test_of_all_says_of_each_the_same(session, world, requests):
    for case in requests(6)[:3]:
        take(session, world, case, table.TAKE_UP, at=playing.MONDAY + 30 * HOUR)
    told = figures.of_all(session, later(30))
    assert told == {world.bochum.id: figures_of(session, world, later(30))}
    assert told[world.bochum.id].days == 2
