"""The life of an entry: draft, published, archived, restored; each verb checks, changes and records. None commits."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from portal.access import Actor, ensure
from portal.errors import Conflict, Invalid
from portal.organisations.models import Organisation
from portal.orm import utcnow
from portal.projects import access, editing, values
from portal.projects.models import NOTE_MAX, Project, ProjectResponsible
from portal.projects.vocabulary import Provenance, Publication
from portal.text import N_

# Without these nobody can make sense of an entry; everything else may follow.
NEEDED_TO_PUBLISH = ("title", "summary", "action_field")


class Stale(Conflict):
    """Somebody else saved first; nothing was changed. `project`, as saved now, is readable in its unit of work."""

    message = N_("Jemand anderes hat diesen Eintrag inzwischen geändert.")

    def __init__(self, project: Project) -> None:
        super().__init__()
        self.project = project


def create(session: Session, actor: Actor, organisation: Organisation, after: values.Values) -> Project:
    """Start a draft of the organisation, which leads it until it says otherwise, and return it.

    Raises Forbidden, and Invalid for values without a title or that name what does not exist.
    """
    ensure(actor, access.CREATE, organisation)
    if not after.get("title"):
        raise Invalid({"title": [N_("Bitte geben Sie dem Projekt einen Titel.")]})
    project = blank()
    entrust(project, organisation, actor.account_id)
    project.lead, project.lead_id = organisation, organisation.id
    project.created_by_id = actor.account_id
    session.add(project)
    with session.no_autoflush:
        changed = editing.write(session, project, after)
    editing.record(session, project, actor, "create", changed)
    return project


def blank() -> Project:
    """Return a new draft without any statement."""
    now = utcnow()
    empty: dict[str, Any] = {name: [] for name in (*values.PARTS, *values.SINGLES)}
    return Project(
        title="",
        publication=Publication.DRAFT,
        provenance=Provenance.OWN,
        created_at=now,
        updated_at=now,
        ozg_topics=[],
        reuse=[],
        technologies=[],
        participations=[],
        responsibles=[],
        contact=None,
        slugs=[],
        lead=None,
        keeper=None,
        viewpoint=None,
        funding_programme=None,
        **empty,
    )


def update(session: Session, actor: Actor, project: Project, version: int, after: values.Values) -> bool:
    """Write the values; return whether anything changed.

    Raises Forbidden, Stale when `version` is not the present one, Invalid when a published entry would lose what
    it needs or the values name what does not exist.
    """
    ensure(actor, access.EDIT, project)
    if project.publication is Publication.ARCHIVED:
        raise Conflict(
            N_("Archivierte Einträge lassen sich nicht bearbeiten. Stellen Sie den Eintrag erst wieder her.")
        )
    ensure_current(project, version)
    with session.no_autoflush:
        changed = editing.write(session, project, after)
    if project.publication is Publication.PUBLISHED:
        ensure_complete(project)
    if changed:
        editing.record(session, project, actor, "update", changed)
    return bool(changed)


def publish(session: Session, actor: Actor, project: Project, version: int) -> None:
    """Show a draft to everybody; publishing also confirms it.

    Raises Forbidden, Stale, Conflict when it is no draft, Invalid naming what is missing.
    """
    ensure(actor, access.PUBLISH, project)
    ensure_current(project, version)
    if project.publication is not Publication.DRAFT:
        raise Conflict(N_("Dieser Eintrag ist schon veröffentlicht."))
    ensure_complete(project)
    now = utcnow()
    project.publication, project.published_at = Publication.PUBLISHED, now
    project.confirmed_at, project.confirmed_by_id = now, actor.account_id
    editing.record(session, project, actor, "publish")


def confirm(session: Session, actor: Actor, project: Project, version: int) -> None:
    """Say that the entry is right as it stands today. Raises Forbidden, Stale, Conflict when it is not published."""
    ensure(actor, access.CONFIRM, project)
    ensure_current(project, version)
    ensure_published(project)
    project.confirmed_at, project.confirmed_by_id = utcnow(), actor.account_id
    editing.record(session, project, actor, "confirm")


def archive(session: Session, actor: Actor, project: Project, version: int, reason: str) -> None:
    """Take the entry off the register, with a reason its former readers see.

    Raises Forbidden, Stale, Conflict when it is not published, Invalid without a reason.
    """
    ensure(actor, access.ARCHIVE, project)
    ensure_current(project, version)
    ensure_published(project)
    take_off(project, reason)
    editing.record(session, project, actor, "archive", {"archive_reason": (None, reason)})


def restore(session: Session, actor: Actor, project: Project, version: int) -> None:
    """Put an archived entry back on the register.

    Raises Forbidden, Stale, Conflict when it is not archived or the moderation has hidden it.
    """
    ensure(actor, access.ARCHIVE, project)
    ensure_current(project, version)
    if project.publication is not Publication.ARCHIVED:
        raise Conflict(N_("Dieser Eintrag ist nicht archiviert."))
    if project.hidden:
        raise Conflict(N_("Die Moderation hat diesen Eintrag ausgeblendet. Nur sie kann ihn wieder zeigen."))
    reason = put_back(project)
    editing.record(session, project, actor, "restore", {"archive_reason": (reason, None)})


def delete_draft(session: Session, actor: Actor, project: Project, version: int) -> None:
    """Delete a draft for good. Raises Forbidden, Stale, Conflict for anything that was ever published."""
    ensure(actor, access.DELETE, project)
    ensure_current(project, version)
    if project.publication is not Publication.DRAFT:
        raise Conflict(N_("Nur Entwürfe lassen sich löschen. Veröffentlichte Einträge können Sie archivieren."))
    session.delete(project)
    session.flush()


def entrust(project: Project, organisation: Organisation | None, account_id: int | None = None) -> None:
    """Make the organisation the keeper, None nobody, and the account the only one responsible, None nobody.

    Whoever was to be turned to for the keeper so far is so no longer.
    """
    project.keeper, project.keeper_id = organisation, organisation.id if organisation else None
    project.responsibles = [ProjectResponsible(account_id=account_id)] if account_id else []
    project.contact = None


def take_off(project: Project, reason: str) -> None:
    """Take the entry off the register. Raises Invalid without a reason that fits."""
    if not reason.strip() or len(reason) > NOTE_MAX:
        raise Invalid({"reason": [N_("Bitte nennen Sie den Grund in höchstens 500 Zeichen.")]})
    project.publication, project.archived_at, project.archive_reason = Publication.ARCHIVED, utcnow(), reason


def put_back(project: Project) -> str | None:
    """Put the entry back on the register and return why it was off."""
    reason = project.archive_reason
    project.publication, project.archived_at, project.archive_reason = Publication.PUBLISHED, None, None
    return reason


def missing_for_publication(project: Project) -> tuple[str, ...]:
    """Return the names of fields that must be filled before the entry can be published."""
    return tuple(name for name in NEEDED_TO_PUBLISH if not getattr(project, name))


def ensure_current(project: Project, version: int) -> None:
    """Raise Stale unless `version` is the present one."""
    if project.version != version:
        raise Stale(project)


def ensure_complete(project: Project) -> None:
    """Raise Invalid naming each field that is missing for publication."""
    missing: Mapping[str, list[str]] = {
        name: [N_("Diese Angabe braucht ein veröffentlichter Eintrag.")] for name in missing_for_publication(project)
    }
    if missing:
        raise Invalid(missing)


def ensure_published(project: Project) -> None:
    """Raise Conflict unless everybody can read the entry."""
    if project.publication is not Publication.PUBLISHED:
        raise Conflict(N_("Das geht nur bei veröffentlichten Einträgen."))
