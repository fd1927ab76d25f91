"""A small OpenID provider on loopback that does what a test tells it, right or wrong.

`redirect_of` plays the person in front of it: it takes the address a portal sends a browser to and returns the one the
browser comes back to. What the tokens say and how they are signed can be changed before.
"""

import base64
import hashlib
import hmac
import json
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT_ID, CLIENT_SECRET = "portal", "a secret: with/signs"
PERSON = {"sub": "248289761001", "email": "kim@herne.example", "email_verified": True, "name": "Kim Beispiel"}

Answer = tuple[int, bytes]


@cache
def key(kid: str) -> RSAKey:
    """A key of this number; making one takes its time."""
    return RSAKey.generate_key(2048, {"kid": kid, "use": "sig"})


class HostileProvider:
    """The provider; honest until told otherwise.

    `person` is what it says about who signs in, `changes` what it changes in the token (None leaves a claim out),
    `sign` makes the token of claims, `keys` are published, `answers` replaces the answer of an address altogether.
    """

    def __init__(self, port: int) -> None:
        self.issuer = f"http://127.0.0.1:{port}"
        self.keys = [key("first")]
        self.person: dict[str, Any] = dict(PERSON)
        self.changes: dict[str, Any] = {}
        self.userinfo: dict[str, Any] | None = None
        self.metadata: dict[str, Any] = {}
        self.sign: Callable[[dict[str, Any]], str] = lambda claims: signed(claims, self.keys[-1])
        self.answers: dict[str, Answer] = {}
        self.asked: Counter[str] = Counter()
        self.last_query: dict[str, str] = {}
        self._codes: dict[str, dict[str, str]] = {}

    def redirect_of(self, address: str, **changed: str | None) -> str:
        """Return where the browser comes back to; `changed` replaces what the address says, None leaves it out."""
        query = self.last_query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert (query["response_type"], query["code_challenge_method"]) == ("code", "S256")
        code = secrets.token_urlsafe(8)
        self._codes[code] = query
        told = {"code": code, "state": query["state"]} | changed
        return query["redirect_uri"] + "?" + urlencode({name: each for name, each in told.items() if each is not None})

    def answer(self, path: str, form: dict[str, str], authorization: str) -> Answer:
        """Answer one request."""
        self.asked[path] += 1
        if path in self.answers:
            return self.answers[path]
        if path == "/.well-known/openid-configuration":
            return _json(self._about())
        if path == "/jwks":
            return _json({"keys": [each.as_dict(private=False) for each in self.keys]})
        if path == "/userinfo":
            return _json(self.userinfo or self.person)
        return self._token(form, authorization)

    def _about(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
        } | self.metadata

    def _token(self, form: dict[str, str], authorization: str) -> Answer:
        asked = self._codes.pop(form.get("code", ""), None)
        if authorization != "Basic " + base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode():
            return _json({"error": "invalid_client"}, 401)
        if asked is None or asked["code_challenge"] != _challenge(form.get("code_verifier", "")):
            return _json({"error": "invalid_grant"}, 400)
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT_ID, "iat": now, "exp": now + 300, "nonce": asked["nonce"]}
        claims |= self.person | self.changes
        token = self.sign({name: each for name, each in claims.items() if each is not None})
        return _json({"access_token": "opaque", "token_type": "Bearer", "expires_in": 300, "id_token": token})


def signed(claims: dict[str, Any], by: RSAKey, alg: str = "RS256") -> str:
    """Return the token as an honest provider makes it."""
    return jwt.encode({"alg": alg, "kid": by.kid}, claims, by, algorithms=[alg])


def unsigned(claims: dict[str, Any]) -> str:
    """Return a token that says it needs no signature."""
    return ".".join((_part({"alg": "none", "typ": "JWT"}), _part(claims), ""))


def signed_with_public_key(claims: dict[str, Any], by: RSAKey) -> str:
    """Return a token signed as if the public key, which everybody has, were a shared secret."""
    content = f"{_part({'alg': 'HS256', 'kid': by.kid})}.{_part(claims)}"
    mac = hmac.new(by.as_pem(private=False), content.encode(), hashlib.sha256).digest()
    return f"{content}.{_base64(mac)}"


@contextmanager
def hostile_provider() -> Iterator[HostileProvider]:
    """Run a provider in a thread of this process."""
    handler = type("Handler", (_Handler,), {})  # each provider has one of its own
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    provider = handler.provider = HostileProvider(server.server_port)  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


class _Handler(BaseHTTPRequestHandler):
    provider: HostileProvider

    def do_GET(self) -> None:
        if urlsplit(self.path).path == "/authorize":  # a browser comes by itself
            return self._send(302, self.provider.redirect_of(self.path).encode())
        return self._answer({})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._answer({name: values[0] for name, values in parse_qs(body).items()})

    def _answer(self, form: dict[str, str]) -> None:
        self._send(*self.provider.answer(urlsplit(self.path).path, form, self.headers.get("Authorization", "")))

    def _send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        if 300 <= status < 400:
            self.send_header("Location", body.decode())
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_told: Any) -> None:
        """Say nothing: what was asked is counted."""


def _json(value: Any, status: int = 200) -> Answer:
    return status, json.dumps(value).encode()


def _challenge(verifier: str) -> str:
    return _base64(hashlib.sha256(verifier.encode()).digest())


def _part(value: Any) -> str:
    return _base64(json.dumps(value).encode())


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
