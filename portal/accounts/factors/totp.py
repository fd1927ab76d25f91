"""Codes of authenticator apps after RFC 6238, the way all apps know it: SHA-1, six digits, half minutes."""

import base64
import hmac
import secrets
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

STEP_SECONDS = 30
_DIGITS = 6
_TOLERATED = (0, -1, 1)  # steps beside the present one: clocks go wrong, and typing takes its time
_KEY_BYTES = 20  # as long as the hash, RFC 4226, section 4


def new_key() -> str:
    """Return a new key as people may type it into an app: base32 without padding."""
    return base64.b32encode(secrets.token_bytes(_KEY_BYTES)).decode()


def matching_step(key: str, code: str, now: datetime) -> int | None:
    """Return the step (half minutes since 1970) whose code this is, None for a code of no step around now."""
    present = int(now.timestamp()) // STEP_SECONDS
    typed = "".join(code.split())
    if not typed.isascii() or not typed.isdecimal():
        return None
    fitting = [present + beside for beside in _TOLERATED if hmac.compare_digest(_code(key, present + beside), typed)]
    return fitting[0] if fitting else None


def provisioning_uri(key: str, account: str, issuer: str) -> str:
    """Return the address that an app reads from a QR code."""
    return _totp(key).get_provisioning_uri(account, issuer)


def _code(key: str, step: int) -> str:
    return _totp(key).generate(step * STEP_SECONDS).decode()


def _totp(key: str) -> TOTP:
    return TOTP(base64.b32decode(key), _DIGITS, SHA1(), STEP_SECONDS)  # noqa: S303 - what RFC 6238 and all apps use
