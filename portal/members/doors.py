"""What the pages of this domain share."""

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.access import ROLE_LABELS, ROLE_MEANINGS, Permission, Role, ensure
from portal.errors import NotFound
from portal.members import queries
from portal.members.access import Team
from portal.members.hooks import Hooks
from portal.organisations import queries as organisations
from portal.organisations.models import Organisation
from portal.web.forms import Choices
from portal.web.guards import current_actor


def hooks() -> Hooks:
    """Return what other domains do when somebody joins or goes."""
    found: Hooks = current_app.extensions["member_hooks"]
    return found


def find(session: Session, slug: str, permission: Permission[Team]) -> tuple[Organisation, Team]:
    """Return an organisation that can have members, with its team.

    Raises NotFound, and Forbidden without the permission.
    """
    organisation = organisations.by_slug(session, slug)
    if organisation is None or not organisation.can_have_members:
        raise NotFound
    team = queries.team(session, organisation)
    ensure(current_actor(), permission, team)
    return organisation, team


def explained_roles() -> Choices:
    """Return the roles to choose from, each with what it means."""
    return [(role.value, f"{_(ROLE_LABELS[role])}: {_(ROLE_MEANINGS[role])}") for role in Role]


def roles_in_words() -> list[tuple[str, str]]:
    """Return each role with what it means."""
    return [(_(ROLE_LABELS[role]), _(ROLE_MEANINGS[role])) for role in Role]


def short_roles() -> Choices:
    """Return the roles to choose from by name only."""
    return [(role.value, _(ROLE_LABELS[role])) for role in Role]
