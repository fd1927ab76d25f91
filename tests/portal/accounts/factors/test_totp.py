"""Codes of apps: those of RFC 6238, and what is taken as one."""

import base64
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from portal.accounts.factors import totp

RFC_KEY = base64.b32encode(b"12345678901234567890").decode()
# RFC 6238, appendix B, SHA-1; apps show the last six of the eight digits.
VECTORS = {
    59: "94287082",
    1111111109: "07081804",
    1111111111: "14050471",
    1234567890: "89005924",
    2000000000: "69279037",
    20000000000: "65353130",
}


def at(seconds):
    return datetime.fromtimestamp(seconds, UTC)


@pytest.mark.parametrize(("seconds", "digits"), VECTORS.items())
def test_the_vectors_of_the_standard(seconds, digits):
    assert totp.matching_step(RFC_KEY, digits[2:], at(seconds)) == seconds // 30


@pytest.mark.parametrize(("seconds_off", "taken"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_clocks_may_be_half_a_minute_wrong(seconds_off, taken):
    now = at(1234567890)
    found = totp.matching_step(RFC_KEY, "005924", now + timedelta(seconds=seconds_off))
    assert found == (1234567890 // 30 if taken else None)


@pytest.mark.parametrize("typed", ["005 924", " 005924 ", "00 59 24"])
def test_spaces_do_not_matter(typed):
    assert totp.matching_step(RFC_KEY, typed, at(1234567890))


@pytest.mark.parametrize("typed", ["", "5924", "0059240", "००५९२४", "+05924", "0x5924", "89005924", "\ud800"])
def test_near_misses_are_none(typed):
    assert totp.matching_step(RFC_KEY, typed, at(1234567890)) is None


def test_keys_are_random_and_long_enough():
    first, second = totp.new_key(), totp.new_key()
    assert first != second
    assert len(base64.b32decode(first)) == 20
    assert "=" not in first


def test_what_the_app_reads():
    key = totp.new_key()
    address = urlsplit(totp.provisioning_uri(key, "anna+1@herne.example", "Projektnachbarn"))

    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    assert address.path == "/Projektnachbarn:anna%2B1%40herne.example"
    told = parse_qs(address.query)
    assert told["secret"] == [key]
    assert told["issuer"] == ["Projektnachbarn"]
    assert (told["digits"], told["period"], told["algorithm"]) == (["6"], ["30"], ["SHA1"])
