"""What roles mean: predicates about the actor that other domains build their permissions from."""

from typing import Any

from portal.access import Actor
from portal.accounts.models import PortalRole, Role


def is_administration(actor: Actor, subject: Any) -> bool:
    """Hold for the portal administration."""
    return actor.portal_role == PortalRole.ADMINISTRATION.value


def edits_for(actor: Actor, organisation_id: int | None) -> bool:
    """Hold for editors of the organisation."""
    return organisation_id is not None and actor.roles.get(organisation_id) == Role.EDITOR.value
