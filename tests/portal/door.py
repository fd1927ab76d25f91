"""What the tables of doors are made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.portal.roles import (
    ADMINISTRATION,
    COORDINATOR,
    EDITOR,
    EVERYONE,
    FAR_COORDINATOR,
    FAR_EDITOR,
    MODERATORS,
    NOBODY,
    SIGNED_IN,
    WITH_APP,
)

Roles = frozenset[str]

EDITORS, FAR_EDITORS = EDITOR | COORDINATOR, FAR_EDITOR | FAR_COORDINATOR
WITHOUT_APP = SIGNED_IN - WITH_APP


@dataclass(frozen=True)
class Door:
    """A route with its method: who may use it on which thing, and what is sent; `{fact}` stands for one of the thing.

    For the first thing a POST must have changed something when it was allowed, unless `changes` says otherwise: else
    the same request sent by others would prove nothing. `answers` are further statuses that are no fault. With GET
    what is sent is the query.
    """

    who: Mapping[str, Roles]
    sends: Mapping[str, str] = field(default_factory=dict)
    changes: bool = True
    answers: frozenset[int] = frozenset()


def page(who: Roles = EVERYONE) -> Door:
    """A page about nothing in particular."""
    return Door({"nothing": who})


def own(sends: Mapping[str, str] | None = None, *, changes: bool = True, who: Roles = SIGNED_IN) -> Door:
    """A door to what belongs to the one who asks."""
    return Door({"own": who}, sends or {}, changes)


def only_own(**sends: str) -> Door:
    """The same, with a number in the address: somebody else's does not count."""
    others = {name: frozenset({name}) for name in ("editor", "administration")}
    return Door({"own": SIGNED_IN, **others, "member": NOBODY}, sends)


def administration(thing: str = "nothing", changes: bool = True, **sends: str) -> Door:
    """A door of the portal administration."""
    return Door({thing: ADMINISTRATION}, sends, changes)


def moderation(thing: str = "nothing", **sends: str) -> Door:
    """A door of the moderation."""
    return Door({thing: MODERATORS}, sends)


SEEN = {"version": "{version}"}
