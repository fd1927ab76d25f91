"""What a browser carries while somebody signs in elsewhere: signed, for minutes, sent to these addresses only."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import Response, after_this_request, request

from portal import running
from portal.access import Role
from portal.links import LinkBroken, LinkExpired
from portal.sso.client import Begun
from portal.sso.person import Person

PATH = "/anmelden/sso"
BEGUN, PERSON = "portal-sso", "portal-sso-person"
BEGUN_LASTS = timedelta(minutes=30)  # somebody may have to set up a second factor over there
PERSON_LASTS = timedelta(minutes=30)
_LONGEST_NEXT = 300


@dataclass(frozen=True)
class Way:
    """A sign-in that was begun in this browser, where it leads to, and whether the password is to be asked anew."""

    begun: Begun
    back: str | None
    anew: bool


def keep_way(provider: str, way: Way) -> None:
    """Let the answer to this request note that a sign-in was begun; a former one is forgotten."""
    begun = way.begun
    back = way.back if len(way.back or "") <= _LONGEST_NEXT else None
    _keep(BEGUN, [provider, begun.state, begun.nonce, begun.verifier, back, way.anew])


def take_way(provider: str) -> Way | None:
    """Return the sign-in that was begun in this browser, once; None when there is none, or too old."""
    told = _read(BEGUN, BEGUN_LASTS)
    _forget(BEGUN)
    if told is None or told[0] != provider:
        return None
    _provider, state, nonce, verifier, back, anew = told
    return Way(Begun("", state, nonce, verifier), back, anew)


def keep_person(provider: str, person: Person, back: str | None) -> None:
    """Let the answer to this request note who has been signed in elsewhere and is not known here yet."""
    roles = {slug: role.value for slug, role in person.roles.items()}
    asked_at = person.asked_at.isoformat() if person.asked_at else None
    of_person = [person.issuer, person.subject, person.email, person.name, roles, person.second_factor, asked_at]
    _keep(PERSON, [provider, back, of_person])


def person(provider: str) -> tuple[Person, str | None] | None:
    """Return who that is, and where they wanted to go; None when there is nobody, or it is too long ago."""
    told = _read(PERSON, PERSON_LASTS)
    if told is None or told[0] != provider:
        return None
    _provider, back, (issuer, subject, email, name, roles, second_factor, asked_at) = told
    return Person(
        issuer=issuer,
        subject=subject,
        email=email,
        name=name,
        roles={slug: Role(role) for slug, role in roles.items()},
        second_factor=second_factor,
        asked_at=datetime.fromisoformat(asked_at) if asked_at else None,
    ), back


def forget_person() -> None:
    """Let the answer to this request forget who it was."""
    _forget(PERSON)


def _keep(name: str, payload: Any) -> None:
    token = running.links().token(name, payload)

    @after_this_request
    def set_cookie(response: Response) -> Response:
        settings = running.settings()
        response.set_cookie(name, token, secure=settings.https, httponly=True, samesite="Lax", path=PATH)
        return response


def _forget(name: str) -> None:
    @after_this_request
    def delete_cookie(response: Response) -> Response:
        settings = running.settings()
        response.delete_cookie(name, secure=settings.https, httponly=True, samesite="Lax", path=PATH)
        return response


def _read(name: str, lasts: timedelta) -> Any:
    try:
        return running.links().read(name, request.cookies.get(name, ""), lasts)
    except (LinkBroken, LinkExpired):
        return None
