"""The challenge a passkey has to sign, kept in the cookie of the browser that asked for it."""

import secrets
import time

from flask import session
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from portal import running
from portal.accounts.factors.passkey_service import CHALLENGE_LASTS
from portal.accounts.factors.passkeys import CHALLENGE_BYTES, Answer, Place, place_of

_NAME = "passkey"


def place() -> Place | None:
    """Return for which site passkeys are; None where there can be none."""
    return place_of(running.settings().base_url)


def issue(purpose: str, more: str = "") -> bytes:
    """Return a new challenge for one purpose; `more` is kept with it."""
    challenge = secrets.token_bytes(CHALLENGE_BYTES)
    session[_NAME] = [purpose, bytes_to_base64url(challenge), int(time.time()), more]
    return challenge


def answered(purpose: str, text: str) -> tuple[Answer, str] | None:
    """Return what the browser answered, and what was kept with the challenge.

    None when no challenge was given for this purpose, or too long ago, or there are no passkeys here.
    """
    issued_for, challenge, issued, more = session.pop(_NAME, None) or ("", "", 0, "")
    here = place()
    if here is None or issued_for != purpose or time.time() - issued > CHALLENGE_LASTS.total_seconds():
        return None
    return Answer(here, base64url_to_bytes(challenge), text), more
