"""What the staff pages of an entry share: finding it, reading the version that was seen, its addresses."""

from flask import Blueprint, request
from sqlalchemy.orm import Session

from portal.access import Permission, ensure
from portal.errors import NotFound
from portal.projects import access, queries
from portal.projects.models import Project
from portal.text import N_
from portal.web.guards import current_actor

blueprint = Blueprint("projects", __name__)


class Merged(NotFound):
    """What was sent is about an entry that is merged into another since: it is not done to that one instead."""

    heading = N_("Diesen Eintrag gibt es nicht mehr")
    message = N_("Die Moderation hat ihn inzwischen mit einem anderen zusammengeführt. Es wurde nichts gespeichert.")


def load(session: Session, slug: str, *, for_update: bool = False) -> Project | None:
    """Return the whole entry of a present or former address; `for_update` locks it.

    Raises Merged instead of locking another entry than the one the address was made for.
    """
    if not slug.isprintable():
        return None  # typed into a form or a query: PostgreSQL cannot even look for NUL
    project = queries.by_slug(session, slug, for_update=for_update)
    if project is not None:
        return project
    if for_update and queries.is_merged(session, slug):
        raise Merged
    present = queries.present_slug(session, slug)
    return queries.by_slug(session, present, for_update=for_update) if present else None


def find(session: Session, slug: str, permission: Permission[Project], *, for_update: bool = False) -> Project:
    """Return the entry of an address if the actor has the permission.

    Raises NotFound also for a draft the actor must not know of, Gone for an archived entry of others, else Forbidden.
    """
    project, actor = load(session, slug, for_update=for_update), current_actor()
    if project is None:
        raise NotFound
    access.ensure_readable(actor, project)
    ensure(actor, permission, project)
    return project


def seen_version(name: str = "version") -> int:
    """Return the version the form was filled in for; 0, which is nobody's, when it was not sent."""
    typed = request.form.get(name, "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else 0


def address(project: Project) -> str:
    """Return where everybody reads the entry."""
    return f"/projekte/{project.slug}"
