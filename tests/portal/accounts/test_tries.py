"""Guessing is slow from one place and from many; the real person is not locked out by it."""

from datetime import timedelta

import pytest

from portal.accounts import tries
from portal.accounts.tries import Try
from portal.errors import Throttled
from portal.orm import utcnow
from portal.throttle import ThrottleCount

HOME, OFFICE = "192.0.2.1", "192.0.2.2"


@pytest.fixture
def session(scratch):
    return scratch


def held_up(session, tried):
    """Try once, and tell whether that was let through."""
    try:
        with session.begin_nested():  # what is refused is not counted
            tries.begin(session, tried)
    except Throttled:
        return True
    return False


def fail(session, times, tried):
    for _ in range(times):
        assert not held_up(session, tried)


def spread(session, who="anna", times=tries.PER_ACCOUNT):
    for number in range(times):
        tries.begin(session, Try("sign-in", who, f"198.51.100.{number}"))


def test_one_place_has_few_tries(session):
    fail(session, tries.PER_ACCOUNT_AND_ADDRESS, Try("sign-in", "anna", HOME))

    assert held_up(session, Try("sign-in", "anna", HOME))
    assert not held_up(session, Try("sign-in", "anna", OFFICE))
    assert not held_up(session, Try("sign-in", "berta", HOME))
    assert not held_up(session, Try("code", "anna", HOME))


def test_many_places_together_have_few_tries(session):
    spread(session)
    assert held_up(session, Try("sign-in", "anna", HOME))
    assert not held_up(session, Try("sign-in", "berta", HOME))


def test_one_place_cannot_try_many_accounts(session):
    for number in range(tries.PER_ADDRESS):
        tries.begin(session, Try("sign-in", f"account {number}", HOME))

    assert held_up(session, Try("sign-in", "anna", HOME))
    assert not held_up(session, Try("sign-in", "anna", OFFICE))


def test_a_known_browser_is_not_held_up_by_others(session):
    fail(session, tries.PER_ACCOUNT_AND_ADDRESS, Try("sign-in", "anna", HOME))
    spread(session, times=tries.PER_ACCOUNT - tries.PER_ACCOUNT_AND_ADDRESS)
    assert held_up(session, Try("sign-in", "anna", HOME))
    assert held_up(session, Try("sign-in", "anna", OFFICE))

    known = Try("sign-in", "anna", HOME, browser="mark")
    fail(session, tries.PER_KNOWN_BROWSER, known)
    assert held_up(session, known)


def test_a_known_browser_uses_up_nobody_elses_tries(session):
    for number in range(tries.PER_ACCOUNT + 1):
        tries.begin(session, Try("sign-in", "anna", HOME, browser=f"mark {number}"))
    assert not held_up(session, Try("sign-in", "anna", OFFICE))
    assert not held_up(session, Try("sign-in", "berta", OFFICE, browser="mark"))


def test_a_known_browser_is_not_held_up_by_others_at_the_same_address(session):
    for number in range(tries.PER_ADDRESS):
        tries.begin(session, Try("sign-in", f"account {number}", HOME))
    assert held_up(session, Try("sign-in", "anna", HOME))
    assert not held_up(session, Try("sign-in", "anna", HOME, browser="mark"))


def test_short_secrets_have_few_tries_in_all_browsers_together(session):
    for number in range(tries.SHORT_PER_ACCOUNT):
        tries.begin(session, Try("code", "anna", HOME, browser=f"mark {number}", short=True))

    assert held_up(session, Try("code", "anna", HOME, browser="one more", short=True))
    assert held_up(session, Try("code", "anna", OFFICE, short=True))
    assert not held_up(session, Try("code", "berta", OFFICE, browser="one more", short=True))
    assert not held_up(session, Try("recovery code", "anna", HOME, browser="one more"))


def test_a_success_starts_anew_here_and_forgets_nothing_elsewhere(session):
    fail(session, tries.PER_ACCOUNT_AND_ADDRESS - 1, Try("sign-in", "anna", HOME))
    tries.succeeded(session, Try("sign-in", "anna", HOME))
    fail(session, tries.PER_ACCOUNT_AND_ADDRESS, Try("sign-in", "anna", HOME))

    spread(session, "berta")
    tries.succeeded(session, Try("sign-in", "berta", HOME, browser="mark"))
    assert held_up(session, Try("sign-in", "berta", HOME))


def test_what_succeeds_is_no_failed_try(session):
    """A whole town hall signs in from one address, and one person from many."""
    for number in range(2 * tries.PER_ADDRESS):
        own = Try("sign-in", f"account {number}", HOME)
        elsewhere = Try("sign-in", "anna", f"198.51.100.{number}")
        for tried in (own, elsewhere):
            assert not held_up(session, tried)
            tries.succeeded(session, tried)


def test_waiting_helps(session):
    fail(session, tries.PER_ACCOUNT_AND_ADDRESS, Try("sign-in", "anna", HOME))
    for row in session.query(ThrottleCount):
        row.window_ends_at = utcnow() - timedelta(seconds=1)
    session.flush()
    assert not held_up(session, Try("sign-in", "anna", HOME))


def test_windows_are_short_and_a_day():
    assert timedelta(minutes=1) <= tries.WINDOW <= timedelta(hours=1)
    assert timedelta(hours=1) < tries.SPREAD_WINDOW <= timedelta(days=1)
    assert tries.PER_ACCOUNT <= 100
