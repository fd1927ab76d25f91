"""The whole policy as one table, made from the permissions that the checks themselves use."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from portal.access import (
    PORTAL_ROLE_LABELS,
    PORTAL_ROLE_MEANINGS,
    ROLE_LABELS,
    ROLE_MEANINGS,
    Permission,
    PortalRole,
    Role,
)
from portal.contact import access as contact
from portal.feedback import access as feedback
from portal.freshness import access as freshness
from portal.members import access as members
from portal.organisations import access as organisations
from portal.oversight import access as oversight
from portal.partnerships import access as partnerships
from portal.privacy import access as privacy
from portal.projects import access as projects
from portal.projects.moderation import access as moderation
from portal.synonyms import access as synonyms
from portal.text import N_

Holder = Role | PortalRole | str

# Each part of the portal with its permissions; a permission that is missing here fails a test.
AREAS: tuple[tuple[str, tuple[Permission[Any], ...]], ...] = (
    (N_("Einträge"), (projects.CREATE, *projects.PERMISSIONS, projects.PARTICIPATE, *contact.PERMISSIONS)),
    (N_("Anfragen und Partnerschaften"), partnerships.PERMISSIONS),
    (N_("Mitglieder und Angaben der Organisation"), (*members.PERMISSIONS, *organisations.PERMISSIONS)),
    (N_("Meldungen"), feedback.PERMISSIONS),
    (
        N_("Verwaltung des Portals"),
        (
            *oversight.PERMISSIONS,
            *freshness.PERMISSIONS,
            *moderation.PERMISSIONS,
            *partnerships.ADMINISTRATION,
            *members.ADMINISTRATION,
            *privacy.PERMISSIONS,
            *synonyms.PERMISSIONS,
        ),
    ),
)

EVERYBODY = "anyone"
# From left to right; in each ladder a role may also do what those before it may.
LADDERS: tuple[tuple[Holder, ...], ...] = (
    (EVERYBODY, *Role),
    (EVERYBODY, *PortalRole),
)
HOLDERS: tuple[Holder, ...] = (EVERYBODY, *Role, *PortalRole)
_OF_ROLES: dict[Holder, tuple[str, str]] = {
    **{role: (ROLE_LABELS[role], ROLE_MEANINGS[role]) for role in Role},
    **{role: (PORTAL_ROLE_LABELS[role], PORTAL_ROLE_MEANINGS[role]) for role in PortalRole},
}
LABELS: dict[Holder, str] = {
    EVERYBODY: N_("Alle"),
    **{role: label for role, (label, _) in _OF_ROLES.items()},
}
MEANINGS: dict[Holder, str] = {role: meaning for role, (_, meaning) in _OF_ROLES.items()}


@dataclass(frozen=True)
class Line:
    """Permissions (German) that the same people have: for each of `HOLDERS` under which conditions.

    () where there are none, None for who has them not.
    """

    labels: tuple[str, ...]
    conditions: tuple[tuple[str, ...] | None, ...]


def lines(permissions: Iterable[Permission[Any]]) -> Sequence[Line]:
    """Return the permissions as lines of the table; those that the same people have share one."""
    labels: dict[tuple[tuple[str, ...] | None, ...], list[str]] = {}
    for each in permissions:
        labels.setdefault(tuple(_conditions(each, holder) for holder in HOLDERS), []).append(each.label)
    return [Line(tuple(several), conditions) for conditions, several in labels.items()]


def _conditions(permission: Permission[Any], holder: Holder) -> tuple[str, ...] | None:
    """Return under which conditions somebody with this role has the permission.

    Of the conditions of roles in an organisation the highest one counts: in a table they stand from the narrowest to
    the widest. Those of roles for the whole portal are about different things: all of them count.
    """
    for_all = [grant.where for grant in permission.grants if grant.role == EVERYBODY]
    for_roles = [grant.where for grant in permission.grants if grant.role in _up_to(holder) - {EVERYBODY}]
    wheres = (*for_all, *(for_roles[-1:] if isinstance(holder, Role) else for_roles))
    if not wheres:
        return None
    return () if "" in wheres else wheres


def _up_to(holder: Holder) -> frozenset[Holder]:
    ladder = next(ladder for ladder in LADDERS if holder in ladder)
    return frozenset(ladder[: ladder.index(holder) + 1])
