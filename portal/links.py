"""Addresses for mails, and signed tokens that stand for what a link may do.

A token is never stored: it is made from ids when a letter is composed and carries its purpose, so that a link for one
thing opens no other. Whether it still counts ("once", "withdrawn") is for the row it names; here it is only genuine,
and not too old.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from itsdangerous import BadData, URLSafeTimedSerializer

from portal.errors import NotFound
from portal.orm import utcnow
from portal.text import N_

LONGEST_TOKEN = 2_000  # characters; none of ours comes near


class LinkBroken(NotFound):
    """The token is not whole, not ours or for another purpose."""

    heading = N_("Dieser Link ist nicht vollständig")
    message = N_(
        "Bitte öffnen Sie den Link noch einmal aus der Mail. Manche Mailprogramme brechen lange Links um: Kopieren Sie "
        "dann die ganze Adresse in die Adresszeile."
    )


class LinkExpired(NotFound):
    """The token was genuine once and is too old now."""

    heading = N_("Dieser Link gilt nicht mehr")
    message = N_("Links in unseren Mails gelten nur eine gewisse Zeit. Bitte fordern Sie einen neuen an.")


class Links:
    """Makes addresses below `base_url` and tokens signed with the secret key. `clock` says what time it is."""

    def __init__(self, secret_key: str, base_url: str, clock: Callable[[], datetime] = utcnow) -> None:
        self._secret_key = secret_key
        self._base_url = base_url.rstrip("/")
        self.clock = clock

    def url(self, path: str) -> str:
        """Return the whole address of a path of the portal. Raises ValueError unless it begins with one slash."""
        if not path.startswith("/") or path.startswith("//"):
            raise ValueError(f"no path of the portal: {path}")
        return self._base_url + path

    def token(self, purpose: str, payload: Any) -> str:
        """Return a token for JSON data, fit for an address; everybody who has it can read the data."""
        return str(self._serializer(purpose).dumps(payload))

    def read(self, purpose: str, token: str, max_age: timedelta | None = None) -> Any:
        """Return the data of a token; without `max_age` it never grows old. Raises LinkBroken and LinkExpired."""
        if len(token) > LONGEST_TOKEN:
            raise LinkBroken
        serializer = self._serializer(purpose)
        try:
            payload, made_at = serializer.loads(token, return_timestamp=True)
        except (BadData, ValueError, RecursionError):
            raise LinkBroken from None
        signed, _, signature = token.rpartition(".")
        # Base64 ignores the last bits: a second spelling would be another link to whoever notes which one was used.
        if signature.encode() != serializer.make_signer(serializer.salt).get_signature(signed):
            raise LinkBroken
        if max_age is not None and self.clock() - made_at > max_age:
            raise LinkExpired
        return payload

    def _serializer(self, purpose: str) -> URLSafeTimedSerializer:
        options = {"key_derivation": "hmac", "digest_method": hashlib.sha256}
        return URLSafeTimedSerializer(self._secret_key, salt=f"portal.links {purpose}", signer_kwargs=options)
