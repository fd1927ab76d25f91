"""Entries from public sources: loaded by natural key, never over what people have made of them."""

import enum
from collections.abc import Iterable

from sqlalchemy.orm import Session

from portal.access import Actor
from portal.errors import Invalid
from portal.organisations import queries as organisations
from portal.orm import utcnow
from portal.projects import editing, queries, service, values
from portal.projects.models import Project
from portal.projects.vocabulary import ParticipationState, Provenance, Publication
from portal.text import N_

IMPORT = Actor()
# What may happen to a source entry without making it anybody's own: participants speak of their part only.
_HARMLESS = ("import", "confirm-participation", "deny-participation", "describe-participation")


class Outcome(enum.Enum):
    """What loading one entry did."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    KEPT = "kept"  # people have taken it over, corrected, confirmed or archived it


class Batch:
    """Some entries loaded in one unit of work; what is there already is read at once."""

    def __init__(self, session: Session, keys: Iterable[str]) -> None:
        self._session = session
        self._known = queries.by_source_keys(session, keys)
        ids = [project.id for project in self._known.values()]
        self._touched = queries.changed_otherwise(session, ids, _HARMLESS)

    def load(self, key: str, viewpoint: str | None, after: values.Values) -> Outcome:
        """Add or bring up to date the source entry of this natural key, published and unconfirmed.

        `viewpoint` is the slug of the organisation from whose view the source tells. Raises Invalid when the values
        name what does not exist or lack what a published entry needs.
        """
        project = self._known.get(key)
        if project is not None and self._is_kept(project):
            return Outcome.KEPT
        added = project is None
        if project is None:
            project = self._new(key)
        moved = self._write_viewpoint(project, viewpoint)
        with self._session.no_autoflush:
            changed = editing.write(self._session, project, _without_denied(project, after))
        service.ensure_complete(project)
        if added or changed or moved:
            editing.record(self._session, project, IMPORT, "import", None if added else {**changed, **moved})
        if added:
            return Outcome.ADDED
        return Outcome.CHANGED if changed or moved else Outcome.UNCHANGED

    def _is_kept(self, project: Project) -> bool:
        return (
            project.keeper_id is not None
            or project.confirmed
            or project.publication is not Publication.PUBLISHED
            or project.id in self._touched
        )

    def _new(self, key: str) -> Project:
        project = service.blank()
        project.source_key = key
        project.provenance = Provenance.PUBLIC_SOURCE
        project.publication, project.published_at = Publication.PUBLISHED, utcnow()
        self._session.add(project)
        return project

    def _write_viewpoint(self, project: Project, slug: str | None) -> dict[str, tuple[str | None, str | None]]:
        before = project.viewpoint.slug if project.viewpoint else None
        if slug == before:
            return {}
        with self._session.no_autoflush:
            found = organisations.by_slug(self._session, slug) if slug else None
        if slug and found is None:
            raise Invalid({"viewpoint": [N_("Diese Organisation ist nicht bekannt. Bitte wählen Sie aus der Liste.")]})
        project.viewpoint, project.viewpoint_id = found, found.id if found else None
        return {"viewpoint": (before, slug)}


def _without_denied(project: Project, after: values.Values) -> values.Values:
    """Return the values without participants that have denied their part: no import names them again."""
    denied = {p.organisation.slug for p in project.participations if p.state is ParticipationState.DENIED}
    if not denied or "participants" not in after:
        return after
    return {**after, "participants": [slug for slug in after["participants"] if slug not in denied]}
