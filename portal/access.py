"""Who may do what: an actor, a permission as one readable line, and the question.

Each domain writes its permissions as a table in its own `access.py`; the table is what the checks use, what the
matrix test walks through and what is shown to people.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from portal.errors import Forbidden

T = TypeVar("T")


@dataclass(frozen=True)
class Actor:
    """Somebody who asks: an account with its roles, or nobody (`ANYONE`).

    `roles` maps the id of an organisation to the role held there; `portal_role` counts for the whole portal.
    """

    account_id: int | None = None
    roles: Mapping[int, str] = field(default_factory=dict)
    portal_role: str | None = None

    @property
    def signed_in(self) -> bool:
        """Whether this is a known account."""
        return self.account_id is not None

    @property
    def organisation_ids(self) -> frozenset[int]:
        """Organisations the actor belongs to in any role."""
        return frozenset(self.roles)


ANYONE = Actor()

Predicate = Callable[[Actor, T], bool]


@dataclass(frozen=True)
class Permission(Generic[T]):
    """One line of the policy: what it is called, what it allows (German), and who has it (any one suffices)."""

    name: str
    label: str
    who: tuple[Predicate[T], ...]


def allowed(actor: Actor, permission: Permission[T], subject: T) -> bool:
    """Return whether the actor may do this to the subject."""
    return any(predicate(actor, subject) for predicate in permission.who)


def ensure(actor: Actor, permission: Permission[T], subject: T) -> None:
    """Raise Forbidden unless the actor may do this to the subject."""
    if not allowed(actor, permission, subject):
        raise Forbidden


def anyone(actor: Actor, subject: Any) -> bool:
    """Hold for everybody, signed in or not."""
    return True


def signed_in(actor: Actor, subject: Any) -> bool:
    """Hold for every account."""
    return actor.signed_in
