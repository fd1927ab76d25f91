"""Whatever a provider or somebody in between sends: a page in words, nobody signed in, nothing kept."""

import time

import pytest
from joserfc import jwt
from structlog.testing import capture_logs

from tests.portal.sso.conftest import START
from tests.support.hostile_provider import key, signed, signed_with_public_key, unsigned

BROKEN, DOWN = "Die Anmeldung hat nicht geklappt", "Gerade nicht erreichbar"


def refused(sign_on, page, title):
    assert page.title == title
    assert "Stadt Herne" in page.text
    assert sign_on.signed_in_as is None
    assert not sign_on.sessions()
    assert not sign_on.accounts()


CLAIMS = {
    "another nonce": {"nonce": "another"},
    "no nonce": {"nonce": None},
    "another audience": {"aud": "another-client"},
    "another audience, for this client": {"aud": "another-client", "azp": "portal"},
    "no audience": {"aud": None},
    "several audiences without a party": {"aud": ["portal", "another-client"]},
    "several audiences for another party": {"aud": ["portal", "another-client"], "azp": "another-client"},
    "another issuer": {"iss": "https://anmeldung.evil.example"},
    "expired": {"exp": int(time.time()) - 3600},
    "never expires": {"exp": None},
    "not yet valid": {"nbf": int(time.time()) + 3600},
    "issued in the future": {"iat": int(time.time()) + 3600},
    "no subject": {"sub": None},
    "empty subject": {"sub": ""},
    "subject is a number": {"sub": 1},
    "subject too long": {"sub": "x" * 256},
    "subject with control characters": {"sub": "a\x00b"},
    "hash of another access token": {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
    "strange time of asking": {"auth_time": "yesterday"},
}


@pytest.mark.parametrize("changes", CLAIMS.values(), ids=CLAIMS)
def test_a_token_about_something_else_signs_nobody_in(sign_on, provider, changes):
    provider.changes = changes
    refused(sign_on, sign_on.back(400), BROKEN)


def _under_another_name(claims):
    return jwt.encode({"alg": "RS256", "kid": "first"}, claims, key("unknown"))


def _changed(token):
    header, _claims, signature = token.split(".")
    _header, claims, _signature = unsigned({"sub": "somebody else"}).split(".")
    return f"{header}.{claims}.{signature}"


SIGNATURES = {
    "none": unsigned,
    "public key as a shared secret": lambda claims: signed_with_public_key(claims, key("first")),
    "key of somebody else": lambda claims: signed(claims, key("unknown")),
    "key of somebody else under a known name": _under_another_name,
    "changed afterwards": lambda claims: _changed(signed(claims, key("first"))),
    "no token at all": lambda _claims: "x",
}


@pytest.mark.parametrize("sign", SIGNATURES.values(), ids=SIGNATURES)
def test_a_token_the_provider_did_not_sign_signs_nobody_in(sign_on, provider, sign):
    provider.sign = sign
    refused(sign_on, sign_on.back(400), BROKEN)
    assert provider.asked["/jwks"] <= 2


ANSWERS = {
    "error": ("/token", (400, b'{"error": "invalid_grant"}'), 400),
    "no JSON": ("/token", (200, b"<html>"), 400),
    "a list": ("/token", (200, b"[]"), 400),
    "no token": ("/token", (200, b'{"access_token": "x", "token_type": "Bearer"}'), 400),
    "token is a number": ("/token", (200, b'{"access_token": "x", "token_type": "Bearer", "id_token": 1}'), 400),
    "bad gateway": ("/token", (502, b"bad gateway"), 503),
    "sent elsewhere": ("/token", (307, b"http://127.0.0.1:9/token"), 503),
    "keys are gone": ("/jwks", (404, b"{}"), 503),
    "keys are none": ("/jwks", (200, b'{"keys": []}'), 400),
    "keys are a list": ("/jwks", (200, b"[1, 2]"), 400),
    "keys are nonsense": ("/jwks", (200, b'{"keys": [{"kty": "RSA", "n": "!", "e": 1}]}'), 400),
    "user info of somebody else": ("/userinfo", (200, b'{"sub": "another", "groups": []}'), 400),
    "user info is a list": ("/userinfo", (200, b"[1]"), 400),
}


@pytest.mark.parametrize(("path", "answer", "status"), ANSWERS.values(), ids=ANSWERS)
def test_an_answer_that_makes_no_sense_signs_nobody_in(sign_on, provider, path, answer, status):
    provider.answers[path] = answer
    provider.changes = {"groups": None}  # so that the user info is asked for
    refused(sign_on, sign_on.back(status), BROKEN if status == 400 else DOWN)


ABOUT = {
    "not found": (404, b""),
    "no JSON": (200, b"<html>"),
    "a list": (200, b"[1]"),
    "empty": (200, b"{}"),
    "sent elsewhere": (302, b"http://127.0.0.1:9/"),
}


@pytest.mark.parametrize("answer", ABOUT.values(), ids=ABOUT)
def test_a_provider_that_tells_nothing_about_itself_is_not_reachable(sign_on, provider, client, answer):
    provider.answers["/.well-known/openid-configuration"] = answer
    refused(sign_on, client.page(START, 503), DOWN)
    client.page(START, 503)
    assert provider.asked["/.well-known/openid-configuration"] == 1, "everybody would wait for it"


METADATA = {
    "another issuer": {"issuer": "https://anmeldung.evil.example"},
    "only signatures with a shared secret": {"id_token_signing_alg_values_supported": ["HS256", "none"]},
    "tokens from an address of no kind": {"token_endpoint": "ftp://127.0.0.1/token"},
    "keys from nowhere": {"jwks_uri": 1},
}


@pytest.mark.parametrize("told", METADATA.values(), ids=METADATA)
def test_metadata_that_cannot_be_used_is_refused(sign_on, provider, client, told):
    provider.metadata = told
    refused(sign_on, client.page(START, 503), DOWN)


def test_a_provider_that_is_down_is_told(sign_on, provider, client):
    address = provider.redirect_of(sign_on.way())
    provider.answers["/token"] = (503, b"")
    refused(sign_on, client.page(address, 503), DOWN)


def test_new_keys_are_fetched_once_when_a_token_names_one(sign_on, provider):
    sign_on.first_time()
    sign_on.sign_out()
    provider.keys = [key("first"), key("second")]
    assert provider.asked["/jwks"] == 1

    assert sign_on.back().path == "/meine-kommune"
    assert provider.asked["/jwks"] == 2
    sign_on.sign_out()
    assert sign_on.back().path == "/meine-kommune"
    assert provider.asked["/jwks"] == 2


STATES = {"another": "another", "empty": "", "none": None, "umlauts": "ä\ud83d", "much": "x" * 5000}


@pytest.mark.parametrize("state", STATES.values(), ids=STATES)
def test_an_answer_to_another_question_signs_nobody_in(sign_on, provider, state):
    state = state.encode("utf-8", "replace").decode() if state else state
    page = sign_on.back(400, state=state)
    assert page.title == "Bitte beginnen Sie noch einmal"
    assert provider.asked["/token"] == 0
    assert not sign_on.sessions()


def test_a_link_from_somebody_else_signs_nobody_in(app, sign_on, provider):
    """Else the person would work in the account of whoever sent the link."""
    address = provider.redirect_of(sign_on.way())
    victim = app.test_client()

    assert victim.page(address, 400).title == "Bitte beginnen Sie noch einmal"
    assert not sign_on.sessions()


def test_an_answer_counts_once(sign_on, provider, client):
    address = provider.redirect_of(sign_on.way())
    client.page(address)
    provider.asked.clear()

    assert client.page(address, 400).title == "Bitte beginnen Sie noch einmal"
    assert not provider.asked


def test_a_code_counts_once_even_with_the_old_cookie(sign_on, provider, client):
    address = provider.redirect_of(sign_on.way())
    kept = client.get_cookie("portal-sso", path="/anmelden/sso").value
    client.page(address)
    client.set_cookie("portal-sso", kept, path="/anmelden/sso")

    refused(sign_on, client.page(address, 400), BROKEN)


@pytest.mark.parametrize(
    ("error", "title"),
    [
        ("access_denied", "Anmeldung abgebrochen"),
        ("server_error", BROKEN),
        ("<script>alert(1)</script>", BROKEN),
        ("", BROKEN),
    ],
)
def test_an_error_of_the_provider_is_told_in_our_words(sign_on, error, title):
    with capture_logs() as log:
        page = sign_on.back(
            400, code=None, error=error, error_description="<b>kim@herne.example, rufen Sie 0190 an</b>"
        )
    assert page.title == title
    assert "0190" not in page.text
    assert [entry["kind"] for entry in log if entry["event"] == "sso refused"]
    assert "kim@" not in str(log), "at Entra it names the person"
    assert not sign_on.sessions()


def test_an_answer_without_code_signs_nobody_in(sign_on):
    refused(sign_on, sign_on.back(400, code=None), BROKEN)
    refused(sign_on, sign_on.back(400, code="invented"), BROKEN)


def test_an_answer_of_another_provider_signs_nobody_in(sign_on, provider):
    refused(sign_on, sign_on.back(400, iss="https://anmeldung.evil.example"), BROKEN)
    assert provider.asked["/token"] == 0


def test_who_always_names_the_issuer_has_to_name_it(sign_on, provider):
    provider.metadata = {"authorization_response_iss_parameter_supported": True}
    refused(sign_on, sign_on.back(400), BROKEN)
    assert sign_on.back(iss=provider.issuer).title == "Willkommen im Portal"


def test_many_failures_from_one_place_are_slowed_down(sign_on, monkeypatch):
    monkeypatch.setattr("portal.sso.views._MOST_FAILED", 2)
    for _ in range(2):
        sign_on.back(400, state="another")

    page = sign_on.back(429)
    assert page.title == "Bitte kurz warten"
    assert page.response.headers["Retry-After"]


def test_a_provider_nobody_set_up_does_not_exist(client):
    client.page("/anmelden/sso/anders", 404)
    client.page("/anmelden/sso/anders/zurueck", 404)
