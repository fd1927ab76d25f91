"""Talks to one identity provider: where people are sent, and who they are when they come back.

The protocol is Authlib's. What it leaves to its user is here: the issuer of the metadata is compared, only
asymmetric signatures count, the audience is checked, nothing is followed elsewhere and nobody waits for long.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.base_client import BaseApp, OAuth2Mixin, OpenIDMixin
from authlib.integrations.requests_client import OAuth2Session
from joserfc.errors import JoseError
from requests.exceptions import RequestException

from portal.identity_providers import IdentityProvider, Proof
from portal.sso.refusals import NotAnew, NotTold, Refused, Unreachable

ALGORITHMS = ("RS256", "ES256", "PS256", "EdDSA", "RS384", "RS512", "ES384", "ES512", "PS384", "PS512")
TIMEOUT = 5  # seconds, for each request
LEEWAY = 60  # seconds by which clocks may differ
METADATA_LASTS = 3600  # seconds
DOWN_LASTS = 10  # seconds in which nobody else waits for a provider that has just not answered
ANEW = 240  # seconds since the provider asked for the password, where it had to; a form then still gets its time
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
_UNREADABLE = (JoseError, AuthlibBaseError, ValueError, TypeError, KeyError, AttributeError, RecursionError)

Claims = Mapping[str, Any]


@dataclass(frozen=True)
class Begun:
    """A sign-in on its way: where the browser goes, and what has to come back with it or be known then."""

    url: str
    state: str
    nonce: str
    verifier: str


class _Protocol(OAuth2Mixin, OpenIDMixin, BaseApp):  # type: ignore[misc] # Authlib ships no types
    """Authlib's client for a provider that tells about itself at a known address."""

    client_cls = OAuth2Session

    def __init__(self, provider: IdentityProvider) -> None:
        super().__init__(
            framework=None,
            name=provider.name,
            client_id=provider.client_id,
            client_secret=provider.client_secret,
            client_kwargs={
                "scope": provider.scopes,
                "code_challenge_method": "S256",
                "default_timeout": TIMEOUT,
            },
        )
        self.server_metadata: dict[str, Any] = {}
        self._issuer = provider.issuer
        self._good_until = 0.0
        self._down_until = 0.0

    def load_server_metadata(self) -> dict[str, Any]:
        """Return what the provider tells about itself, now or within the last hour. Raises Unreachable."""
        now = time.monotonic()
        if now < self._good_until:
            return self.server_metadata
        if now < self._down_until:
            raise Unreachable("did not answer a moment ago")
        try:
            with self._get_session() as session:
                answer = session.get(
                    self._issuer.rstrip("/") + "/.well-known/openid-configuration", withhold_token=True
                )
                answer.raise_for_status()
                self.server_metadata = _read_metadata(answer.json(), self._issuer)
        except (RequestException, *_UNREADABLE) as error:
            self._down_until = time.monotonic() + DOWN_LASTS
            raise Unreachable(f"metadata: {error!r}") from error
        self._good_until = time.monotonic() + METADATA_LASTS
        return self.server_metadata

    def _get_session(self) -> Any:
        return _staying(super()._get_session())

    def _get_oauth_client(self, **metadata: Any) -> Any:
        return _staying(super()._get_oauth_client(**metadata))


class Client:
    """What the doors ask of one provider."""

    def __init__(self, provider: IdentityProvider) -> None:
        self.provider = provider
        self._protocol = _Protocol(provider)

    def look_up(self) -> None:
        """Learn what the provider tells about itself, unless it is known. Raises Unreachable."""
        self._protocol.load_server_metadata()

    def begin(self, redirect_uri: str, *, anew: bool = False) -> Begun:
        """Begin a sign-in; `anew` makes the provider ask for the password again. Raises Unreachable."""
        wanted = {"prompt": "login", "max_age": "0"} if anew else {}
        classes = [value for kind, value in self.provider.second_factor if kind is Proof.ACR]
        if classes:
            wanted["acr_values"] = " ".join(classes)
        made = self._protocol.create_authorization_url(redirect_uri, **wanted)
        return Begun(made["url"], made["state"], made["nonce"], made["code_verifier"])

    def finish(
        self, redirect_uri: str, code: str, begun: Begun, *, issuer: str | None = None, anew: bool = False
    ) -> Claims:
        """Return what the provider vouches for about the person. `issuer` is that of the answer, if it names one.

        Raises Refused and its kinds: whatever is not as the standard wants it ends here.
        """
        metadata = self._protocol.load_server_metadata()
        if issuer != self.provider.issuer and (issuer or metadata["authorization_response_iss_parameter_supported"]):
            raise Refused("answer of another issuer")
        try:
            token = self._protocol.fetch_access_token(redirect_uri, code=code, code_verifier=begun.verifier)
            claims = self._verified(token, begun.nonce)
            if anew:
                _ensure_anew(claims)
            return self._completed(claims, token)
        except RequestException as error:
            raise Unreachable(f"tokens: {error!r}") from error
        except _UNREADABLE as error:
            raise Refused(f"tokens: {error!r}") from error

    def _verified(self, token: Mapping[str, Any], nonce: str) -> Claims:
        if not isinstance(token.get("id_token"), str):
            raise Refused("no id token")
        claims: Claims = self._protocol.parse_id_token(
            token,
            nonce,
            claims_options={
                "iss": {"essential": True, "value": self.provider.issuer},
                "aud": {"essential": True, "value": self.provider.client_id},
                "sub": {"essential": True},
            },
            leeway=LEEWAY,
        )
        return claims

    def _completed(self, claims: Claims, token: Mapping[str, Any]) -> Claims:
        """Return the claims, with those that the provider tells only when asked for them."""
        wanted = {"email", self.provider.groups_claim}
        if wanted <= claims.keys() or not self._protocol.server_metadata["userinfo_endpoint"]:
            return claims
        told = self._protocol.userinfo(token=token)
        if told.get("sub") != claims["sub"]:  # OpenID Connect Core 5.3.2: it could be about somebody else
            raise Refused("user info of another subject")
        return {**told, **claims}


def _ensure_anew(claims: Claims) -> None:
    """Raise NotAnew unless the provider tells that it has just asked for the password, NotTold when it tells nothing.

    Having been asked with `max_age` it has to tell (OpenID Connect Core, 3.1.2.1).
    """
    asked = claims.get("auth_time")
    if not isinstance(asked, int | float) or isinstance(asked, bool):
        raise NotTold("auth_time is missing")
    if not -LEEWAY <= time.time() - asked <= ANEW:
        raise NotAnew("auth_time is not of now")


def _staying(session: Any) -> Any:
    """Let nothing be followed elsewhere: the secret goes along with it."""
    session.max_redirects = 0
    return session


def _read_metadata(told: Any, issuer: str) -> dict[str, Any]:
    """Return what is needed of a provider's metadata. Raises ValueError or KeyError where it cannot be used."""
    if told["issuer"] != issuer:
        raise ValueError(f"issuer is {told['issuer']!r}, not {issuer!r}")
    addresses = {name: told[name] for name in _ENDPOINTS}
    userinfo = told.get("userinfo_endpoint")
    scheme = urlsplit(issuer).scheme
    for address in (*addresses.values(), *([userinfo] if userinfo else [])):
        if urlsplit(address).scheme not in {scheme, "https"}:
            raise ValueError(f"{address!r} is not as safe as the issuer")
    supported = told.get("id_token_signing_alg_values_supported", ["RS256"])
    algorithms = [name for name in ALGORITHMS if name in supported]
    if not algorithms:
        raise ValueError("no signature that everybody can check and only the provider can make")
    methods = told.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    basic = "client_secret_basic" in methods
    return {
        **addresses,
        "issuer": issuer,
        "userinfo_endpoint": userinfo,
        "id_token_signing_alg_values_supported": algorithms,
        "token_endpoint_auth_method": "client_secret_basic" if basic else "client_secret_post",
        "authorization_response_iss_parameter_supported": bool(
            told.get("authorization_response_iss_parameter_supported")
        ),
    }
