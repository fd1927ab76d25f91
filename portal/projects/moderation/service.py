"""Verbs of the moderation: hide an entry, show it again. They flush, never commit."""

from sqlalchemy.orm import Session

from portal import audit
from portal.access import Actor, ensure
from portal.errors import Conflict
from portal.mail import LetterKind, post
from portal.projects import access, editing, events, service
from portal.projects.models import Project
from portal.projects.moderation import letters
from portal.projects.responsibility.queries import looking_after
from portal.text import N_


def hide(session: Session, actor: Actor, project: Project, version: int, reason: str) -> None:
    """Take the entry off the register until the moderation shows it again; its keeper reads why by mail.

    Raises Forbidden, Stale, Conflict when it is not published, Invalid without a reason.
    """
    ensure(actor, access.HIDE, project)
    service.ensure_current(project, version)
    service.ensure_published(project)
    service.take_off(project, reason)
    project.hidden = True
    editing.record(session, project, actor, "hide", {"archive_reason": (None, reason)})
    _log(session, actor, events.HIDDEN, project)
    _tell(session, letters.HIDDEN, project)


def show(session: Session, actor: Actor, project: Project, version: int) -> None:
    """Put a hidden entry back on the register. Raises Forbidden, Stale, Conflict when it is not hidden."""
    ensure(actor, access.HIDE, project)
    service.ensure_current(project, version)
    if not project.hidden:
        raise Conflict(N_("Dieser Eintrag ist nicht ausgeblendet."))
    project.hidden = False
    reason = service.put_back(project)
    editing.record(session, project, actor, "show", {"archive_reason": (reason, None)})
    _log(session, actor, events.SHOWN, project)
    _tell(session, letters.SHOWN, project)


def _tell(session: Session, kind: LetterKind, project: Project) -> None:
    for account in looking_after(session, project):
        post(session, kind, to=account.email, account_id=account.id, project_id=project.id)


def _log(session: Session, actor: Actor, event: audit.Event, project: Project) -> None:
    about = ("project", project.id)
    audit.record(session, actor, event, about, organisation_id=project.keeper_id, after={"entry": project.title})
