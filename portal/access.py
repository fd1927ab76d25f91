"""Who may do what: roles, an actor who holds some, and permissions as readable lines.

Each domain writes its permissions as a table in its own `access.py`. The table is what the checks use, what the
matrix test walks through and what the page "Wer darf was" shows.
"""

import enum
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from portal.errors import Forbidden
from portal.text import N_

T = TypeVar("T")


class Role(enum.Enum):
    """What somebody may do for one organisation; each role may also do what those before it may."""

    CONTRIBUTOR = "contributor"
    EDITOR = "editor"
    COORDINATOR = "coordinator"


class PortalRole(enum.Enum):
    """What somebody may do for the whole portal; each role may also do what those before it may."""

    MODERATION = "moderation"
    ADMINISTRATION = "administration"


ROLE_LABELS = {
    Role.CONTRIBUTOR: N_("Mitwirkung"),
    Role.EDITOR: N_("Redaktion"),
    Role.COORDINATOR: N_("Koordination"),
}
ROLE_MEANINGS = {
    Role.CONTRIBUTOR: N_("Legt Einträge an und pflegt die, für die sie oder er als zuständig eingetragen ist."),
    Role.EDITOR: N_("Pflegt alle Einträge der Organisation."),
    Role.COORDINATOR: N_("Pflegt alle Einträge und betreut Mitglieder, Anfragen und Einstellungen der Organisation."),
}
PORTAL_ROLE_LABELS = {
    PortalRole.MODERATION: N_("Moderation"),
    PortalRole.ADMINISTRATION: N_("Portalverwaltung"),
}
PORTAL_ROLE_MEANINGS = {
    PortalRole.MODERATION: N_("Achtet portalweit auf veraltete Einträge, liegen gebliebene Anfragen und Missbrauch."),
    PortalRole.ADMINISTRATION: N_("Richtet Kommunen, deren erste Koordination und das Portal ein."),
}


def at_least(role: Role) -> frozenset[Role]:
    """Return the roles that may do what this one may."""
    ranks = list(Role)
    return frozenset(ranks[ranks.index(role) :])


@dataclass(frozen=True)
class Actor:
    """Somebody who asks: an account with its roles, or nobody (`ANYONE`).

    `roles` maps the id of an organisation to the role held there; `portal_role` counts for the whole portal.
    `stands_in_for` are the colleagues who are away today and whose place the actor takes, by organisation, where a
    domain knows of such; `stands_in_as` is the highest role one of them holds there.
    """

    account_id: int | None = None
    roles: Mapping[int, Role] = field(default_factory=dict)
    portal_role: PortalRole | None = None
    stands_in_for: Mapping[int, frozenset[int]] = field(default_factory=dict)
    stands_in_as: Mapping[int, Role] = field(default_factory=dict)

    @property
    def signed_in(self) -> bool:
        """Whether this is a known account."""
        return self.account_id is not None

    @property
    def is_staff(self) -> bool:
        """Whether somebody has let this account in: as a member of an organisation, or to look after the portal."""
        return bool(self.roles) or self.portal_role is not None

    @property
    def organisation_ids(self) -> frozenset[int]:
        """Organisations the actor belongs to in any role."""
        return frozenset(self.roles)

    def organisations_as(self, role: Role) -> frozenset[int]:
        """Return the organisations in which the actor holds this role or a higher one."""
        return frozenset(of for of, held in self.roles.items() if held in at_least(role))

    def holds(self, role: Role, organisation_id: int | None) -> bool:
        """Return whether the actor has this role or a higher one in the organisation."""
        return organisation_id is not None and self.roles.get(organisation_id) in at_least(role)

    def persons(self, organisation_id: int) -> frozenset[int]:
        """Return as whom the actor acts for an organisation: himself, and those he stands in for."""
        own = frozenset() if self.account_id is None else frozenset({self.account_id})
        return own | self.stands_in_for.get(organisation_id, frozenset())

    def places_as(self, role: Role) -> frozenset[int]:
        """Return the organisations in which the actor takes the place of somebody with this role or a higher one."""
        return frozenset(of for of, held in self.stands_in_as.items() if held in at_least(role))

    @property
    def moderates(self) -> bool:
        """Whether the actor looks after the whole portal."""
        return self.portal_role is not None

    @property
    def administers(self) -> bool:
        """Whether the actor belongs to the portal administration."""
        return self.portal_role is PortalRole.ADMINISTRATION


ANYONE = Actor()


@dataclass(frozen=True)
class Grant(Generic[T]):
    """One way to have a permission: whom it is for, under which circumstances (German), and the check itself.

    `role` is the lowest role that has it, or "anyone".
    """

    role: Role | PortalRole | str
    where: str
    holds: Callable[[Actor, T], bool]


@dataclass(frozen=True)
class Permission(Generic[T]):
    """One line of the policy: what it is called, what it allows (German), and who has it (any grant suffices)."""

    name: str
    label: str
    grants: tuple[Grant[T], ...]


def anyone(where: str = "", when: Callable[[T], bool] = lambda _: True) -> Grant[T]:
    """Grant to everybody, signed in or not, for the subjects for which `when` holds."""
    return Grant("anyone", where, lambda _, subject: when(subject))


def staff(where: str = "", when: Callable[[T], bool] = lambda _: True) -> Grant[T]:
    """Grant to members of any organisation and to those who look after the portal."""
    return Grant(Role.CONTRIBUTOR, where, lambda actor, subject: actor.is_staff and when(subject))


def members(
    role: Role,
    of: Callable[[T], Iterable[int | None]],
    where: str,
    when: Callable[[Actor, T], bool] = lambda _, __: True,
) -> Grant[T]:
    """Grant to members with this role or a higher one in one of the organisations the subject belongs to."""
    return Grant(
        role, where, lambda actor, subject: any(actor.holds(role, one) for one in of(subject)) and when(actor, subject)
    )


def moderation(where: str = "", when: Callable[[T], bool] = lambda _: True) -> Grant[T]:
    """Grant to the moderation, and with it to the administration."""
    return Grant(PortalRole.MODERATION, where, lambda actor, subject: actor.moderates and when(subject))


def administration(where: str = "", when: Callable[[T], bool] = lambda _: True) -> Grant[T]:
    """Grant to the portal administration."""
    return Grant(PortalRole.ADMINISTRATION, where, lambda actor, subject: actor.administers and when(subject))


def allowed(actor: Actor, permission: Permission[T], subject: T) -> bool:
    """Return whether the actor may do this to the subject."""
    return any(grant.holds(actor, subject) for grant in permission.grants)


def ensure(actor: Actor, permission: Permission[T], subject: T) -> None:
    """Raise Forbidden unless the actor may do this to the subject."""
    if not allowed(actor, permission, subject):
        raise Forbidden
