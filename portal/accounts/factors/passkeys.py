"""Passkeys after W3C WebAuthn: what the browser is asked for, and whether what it answers is genuine."""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, parse_authentication_credential_json
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from portal.accounts.factors.models import Passkey

CHALLENGE_BYTES = 32
HANDLE_BYTES = 32
LONGEST_ANSWER = 20_000  # characters of JSON; real ones have about 1,500
_TIMEOUT_MS = 120_000


@dataclass(frozen=True)
class Place:
    """For which site passkeys are: the domain they are bound to, and the address the browser must be at."""

    domain: str
    origin: str


@dataclass(frozen=True)
class Answer:
    """What a browser answered (JSON) to the challenge it was given."""

    place: Place
    challenge: bytes
    text: str


@dataclass(frozen=True)
class NewPasskey:
    """What is kept of a passkey that was just made."""

    credential_id: str
    public_key: str
    sign_count: int


def place_of(base_url: str) -> Place | None:
    """Return the place of the portal; None where browsers allow no passkeys, which is at a bare IP address."""
    parts = urlsplit(base_url)
    domain = parts.hostname or ""
    try:
        ipaddress.ip_address(domain)
    except ValueError:
        return Place(domain, f"{parts.scheme}://{parts.netloc}") if domain else None
    return None


def creation_options(place: Place, challenge: bytes, *, handle: str, email: str, existing: Iterable[Passkey]) -> str:
    """Return as JSON what the browser needs to make a passkey that this account does not have yet."""
    options = generate_registration_options(
        rp_id=place.domain,
        rp_name="Projektnachbarn",
        user_id=base64url_to_bytes(handle),
        user_name=email,
        challenge=challenge,
        timeout=_TIMEOUT_MS,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,  # so that it signs in without a mail address
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=_descriptors(existing),
    )
    return str(options_to_json(options))


def created(answer: Answer) -> NewPasskey | None:
    """Return the passkey that the browser says it has made; None when the answer is not genuine."""
    try:
        found = verify_registration_response(
            credential=_bounded(answer.text),
            expected_challenge=answer.challenge,
            expected_rp_id=answer.place.domain,
            expected_origin=answer.place.origin,
            require_user_verification=True,
        )
    except Exception:  # noqa: BLE001 - the parsers below let through whatever hostile input makes them raise
        return None
    return NewPasskey(
        credential_id=bytes_to_base64url(found.credential_id),
        public_key=bytes_to_base64url(found.credential_public_key),
        sign_count=found.sign_count,
    )


def request_options(place: Place, challenge: bytes, allowed: Iterable[Passkey] = ()) -> str:
    """Return as JSON what the browser needs to prove with a passkey: one of those allowed, or any of this place."""
    options = generate_authentication_options(
        rp_id=place.domain,
        challenge=challenge,
        timeout=_TIMEOUT_MS,
        allow_credentials=_descriptors(allowed),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return str(options_to_json(options))


def credential_of(answer: Answer) -> str | None:
    """Return which passkey an answer claims to come from."""
    try:
        return bytes_to_base64url(parse_authentication_credential_json(_bounded(answer.text)).raw_id)
    except Exception:  # noqa: BLE001 - as above
        return None


def proven(answer: Answer, passkey: Passkey) -> int | None:
    """Return the passkey's new count of signatures; None when the answer is not genuine."""
    try:
        handle = parse_authentication_credential_json(_bounded(answer.text)).response.user_handle
        if handle is not None and bytes_to_base64url(handle) != passkey.user_handle:
            return None
        found = verify_authentication_response(
            credential=_bounded(answer.text),
            expected_challenge=answer.challenge,
            expected_rp_id=answer.place.domain,
            expected_origin=answer.place.origin,
            credential_public_key=base64url_to_bytes(passkey.public_key),
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except Exception:  # noqa: BLE001 - as above
        return None
    return found.new_sign_count


def _bounded(text: str) -> str:
    if len(text) > LONGEST_ANSWER:
        raise ValueError("too long to be an answer")
    return text


def _descriptors(passkeys: Iterable[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(each.credential_id)) for each in passkeys]
