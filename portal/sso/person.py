"""Whom a provider has signed in, as far as the portal wants to know."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from portal.access import Role


@dataclass(frozen=True)
class Person:
    """Somebody with a verified service address; `roles` maps the slug of an organisation to the role held there.

    `asked_at` is when the provider last asked for the password, if it tells.
    """

    issuer: str
    subject: str
    email: str
    name: str
    roles: Mapping[str, Role]
    second_factor: bool
    asked_at: datetime | None = None
