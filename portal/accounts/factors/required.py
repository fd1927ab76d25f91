"""Who needs a second step by the operator's decision."""

import enum

from portal.access import Actor, PortalRole, Role


class Required(enum.Enum):
    """For whom a second step is required."""

    NONE = "none"
    ADMINISTRATION = "administration"
    COORDINATION = "coordination"  # and the administration


def is_required(required: Required, actor: Actor) -> bool:
    """Return whether somebody with these roles needs a second step."""
    if required is Required.NONE:
        return False
    coordinates = required is Required.COORDINATION and Role.COORDINATOR in actor.roles.values()
    return actor.portal_role is PortalRole.ADMINISTRATION or coordinates
