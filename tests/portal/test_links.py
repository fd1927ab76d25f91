"""Links in mails: genuine for one purpose, and for a time."""

import string
from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.errors import NotFound
from portal.links import LinkBroken, LinkExpired, Links
from portal.orm import utcnow

SECRET = "only-for-tests-0123456789-abcdefghijklmnop"
WEEK = timedelta(days=7)


@pytest.fixture
def links():
    return Links(SECRET, "https://projekte.example.org/")


def test_an_address_is_whole(links):
    assert links.url("/konto/mails") == "https://projekte.example.org/konto/mails"


@pytest.mark.parametrize("path", ["", "konto", "//elsewhere.example", "https://elsewhere.example"])
def test_an_address_never_leads_elsewhere(links, path):
    with pytest.raises(ValueError, match="no path"):
        links.url(path)


@pytest.mark.parametrize("payload", [5, "Ä", ["a", 1], {"invitation": 7}, None])
def test_what_was_signed_is_read(links, payload):
    token = links.token("invitation", payload)

    assert links.read("invitation", token, WEEK) == payload
    assert token.isascii()
    assert not set(token) & set("/?#&= ")


def test_a_token_counts_for_its_purpose_only(links):
    token = links.token("invitation", 5)

    with pytest.raises(LinkBroken):
        links.read("reset", token)


def test_a_token_of_another_key_does_not_count(links):
    with pytest.raises(LinkBroken):
        links.read("invitation", Links("x" + SECRET, "https://x.example").token("invitation", 5))


def test_a_token_grows_old_and_says_so(links):
    token = links.token("invitation", 5)
    links.clock = lambda: utcnow() + WEEK - timedelta(minutes=1)
    assert links.read("invitation", token, WEEK) == 5
    links.clock = lambda: utcnow() + WEEK + timedelta(minutes=1)
    with pytest.raises(LinkExpired) as expired:
        links.read("invitation", token, WEEK)
    assert links.read("invitation", token) == 5
    assert isinstance(expired.value, NotFound)


@given(st.text(max_size=60) | st.binary(max_size=60).map(lambda b: b.decode("latin-1")) | st.just("." * 5000))
def test_anything_else_is_broken(token):
    with pytest.raises(LinkBroken):
        Links(SECRET, "https://x.example").read("invitation", token)


@given(st.integers(0, 200), st.characters())
def test_a_changed_token_is_broken(place, character):
    links = Links(SECRET, "https://x.example")
    token = links.token("invitation", {"id": 7})
    spoilt = token[:place] + character + token[place + 1 :]
    if spoilt == token:
        return
    with pytest.raises(LinkBroken):
        links.read("invitation", spoilt)


def test_a_token_has_one_spelling(links):
    """Base64 ignores the last bits; whoever counts which links were used must not be shown another one."""
    token = links.token("invitation", 5)
    read = []
    for character in string.ascii_letters + string.digits + "-_=":
        with suppress(LinkBroken):
            links.read("invitation", token[:-1] + character)
            read.append(token[:-1] + character)
    assert read == [token]
    with pytest.raises(LinkBroken):
        links.read("invitation", token + "=")
