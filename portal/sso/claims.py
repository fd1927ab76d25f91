"""What a provider vouches for, read as a person: everything in it may be missing, strange or too long."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from marshmallow import ValidationError

from portal.access import Role, at_least
from portal.accounts.free_mail import domain_of
from portal.accounts.models import DISPLAY_NAME_MAX, EMAIL_MAX
from portal.identity_providers import EVERYBODY, IdentityProvider, Proof, RoleRule
from portal.orm import utcnow
from portal.sso.client import LEEWAY
from portal.sso.models import SUBJECT_MAX
from portal.sso.person import Person
from portal.sso.refusals import NoAddress, Refused
from portal.web.fields import Email, Text


def read_person(provider: IdentityProvider, claims: Mapping[str, Any]) -> Person:
    """Return whom verified claims are about. Raises NoAddress, and Refused for claims out of all bounds."""
    subject = claims["sub"]
    if not 0 < len(subject) <= SUBJECT_MAX or not subject.isprintable():
        raise Refused("subject is empty or too long")
    email = _email(provider, claims)
    return Person(
        issuer=provider.issuer,
        subject=subject,
        email=email,
        name=_name(claims, email),
        roles=_roles(provider.rules, email, _several(claims.get(provider.groups_claim))),
        second_factor=any(_proves(proof, value, claims) for proof, value in provider.second_factor),
        asked_at=_moment(claims.get("auth_time")),
    )


def _email(provider: IdentityProvider, claims: Mapping[str, Any]) -> str:
    try:
        email = str(Email(max_length=EMAIL_MAX, required=True).deserialize(claims.get("email")))
    except ValidationError:
        raise NoAddress("no mail address") from None
    if domain_of(email) not in provider.domains:
        raise NoAddress("mail address of another domain")
    if claims.get("email_verified", provider.trusts_email) not in (True, "true"):
        raise NoAddress("mail address not verified")
    return email


def _name(claims: Mapping[str, Any], email: str) -> str:
    """Return what the person is called; the address where nothing readable is told."""
    told = claims.get("name")
    if not isinstance(told, str):
        told = " ".join(each for each in (claims.get("given_name"), claims.get("family_name")) if isinstance(each, str))
    try:
        name: str | None = Text(max_length=DISPLAY_NAME_MAX).deserialize(told)
    except ValidationError:
        name = None
    return name or email[:DISPLAY_NAME_MAX]


def _roles(rules: tuple[RoleRule, ...], email: str, groups: frozenset[str]) -> dict[str, Role]:
    """Return the highest role in each organisation."""
    known = groups | {EVERYBODY, "@" + domain_of(email)}
    found: dict[str, Role] = {}
    for rule in rules:
        if rule.of in known and rule.role in at_least(found.get(rule.organisation, rule.role)):
            found[rule.organisation] = rule.role
    return found


def _several(told: Any) -> frozenset[str]:
    """Return the words of a claim; what looks like one of our own marks is no group."""
    listed = told if isinstance(told, list) else [told]
    return frozenset(each for each in listed if isinstance(each, str) and each != EVERYBODY and each[:1] != "@")


def _proves(proof: Proof, value: str, claims: Mapping[str, Any]) -> bool:
    return proof is Proof.ALWAYS or value in _several(claims.get(proof.value))


def _moment(told: Any) -> datetime | None:
    """Return a moment that has been; None for what is none, or still to come."""
    try:
        moment = datetime.fromtimestamp(told, UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None
    return moment if moment <= utcnow() + timedelta(seconds=LEEWAY) else None
