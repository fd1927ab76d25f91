"""Entries from public sources: loaded by natural key, never over what an organisation has taken over."""

import enum

from sqlalchemy.orm import Session

from portal.access import Actor
from portal.organisations.models import Organisation
from portal.orm import utcnow
from portal.projects import editing, queries, service, values
from portal.projects.models import Project
from portal.projects.vocabulary import Provenance, Publication

IMPORT = Actor()


class Outcome(enum.Enum):
    """What loading one entry did."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    KEPT_BY_ORGANISATION = "kept-by-organisation"


def load(session: Session, key: str, viewpoint: Organisation | None, after: values.Values) -> Outcome:
    """Add or bring up to date the source entry of this natural key, published and unconfirmed.

    An entry that an organisation keeps, has confirmed or that was archived stays as it is. Raises Invalid when the
    values name what does not exist or lack what a published entry needs.
    """
    project = queries.by_source_key(session, key)
    if project is not None and (
        project.keeper_id is not None or project.confirmed or project.publication is not Publication.PUBLISHED
    ):
        return Outcome.KEPT_BY_ORGANISATION
    added = project is None
    if project is None:
        project = _new(session, key)
    moved = project.viewpoint_id != (viewpoint.id if viewpoint else None)
    project.viewpoint, project.viewpoint_id = viewpoint, viewpoint.id if viewpoint else None
    with session.no_autoflush:
        changed = editing.write(session, project, after)
    service.ensure_complete(project)
    if added or changed or moved:
        editing.record(session, project, IMPORT, "import", None if added else changed)
    if added:
        return Outcome.ADDED
    return Outcome.CHANGED if changed or moved else Outcome.UNCHANGED


def _new(session: Session, key: str) -> Project:
    project = service.blank()
    project.source_key = key
    project.provenance = Provenance.PUBLIC_SOURCE
    project.publication, project.published_at = Publication.PUBLISHED, utcnow()
    session.add(project)
    return project
