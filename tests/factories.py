"""Makes what a test needs, as the services would: every factory flushes, none commits."""

from datetime import timedelta
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from portal.access import Actor
from portal.accounts import queries as accounts
from portal.accounts import service
from portal.accounts.models import Account, Membership, PortalRole, Role
from portal.organisations.models import Organisation, OrganisationKind
from portal.orm import utcnow
from portal.projects import importing, queries
from portal.projects import service as projects
from portal.projects.models import Project
from portal.projects.vocabulary import ActionField
from portal.text import slugify

PASSWORD = "sehr-geheim-und-lang"

_numbers = count(1)


def organisation(
    session: Session, name: str | None = None, kind: OrganisationKind = OrganisationKind.MUNICIPALITY, **values: Any
) -> Organisation:
    """An organisation, a Kommune unless said otherwise."""
    name = name or f"Musterstadt {next(_numbers)}"
    made = Organisation(name=name, slug=slugify(name), kind=kind, **values)
    session.add(made)
    session.flush()
    return made


def account(
    session: Session, organisation: Organisation | None = None, *, administration: bool = False, email: str = ""
) -> Account:
    """Somebody with the password PASSWORD: an editor of the organisation, or the administration."""
    return service.create_account(
        session,
        email=email or f"person-{next(_numbers)}@stadt.example",
        display_name="Redaktion",
        password=PASSWORD,
        organisation=organisation,
        portal_role=PortalRole.ADMINISTRATION if administration else None,
    )


def actor(session: Session, organisation: Organisation | None = None, *, administration: bool = False) -> Actor:
    """A new account as somebody who asks; it has no password, as hashing one takes its time."""
    made = Account(
        email=f"person-{next(_numbers)}@stadt.example",
        display_name="Redaktion",
        password_hash="",
        portal_role=PortalRole.ADMINISTRATION if administration else None,
        created_at=utcnow(),
        memberships=[Membership(organisation=organisation, role=Role.EDITOR)] if organisation else [],
    )
    session.add(made)
    session.flush()
    return accounts.actor_of(made)


def complete(**values: Any) -> dict[str, Any]:
    """The values of an entry that can be published."""
    return {
        "title": f"Digitaler Bauantrag {next(_numbers)}",
        "summary": "Bauanträge gehen ohne Papier ein.",
        "action_field": ActionField.ADMINISTRATION,
    } | values


def draft(session: Session, keeper: Organisation, **values: Any) -> Project:
    """A draft of the organisation, ready to be published."""
    return projects.create(session, actor(session, keeper), keeper, complete(**values))


def published(session: Session, keeper: Organisation, **values: Any) -> Project:
    """A published entry of the organisation."""
    editor = actor(session, keeper)
    project = projects.create(session, editor, keeper, complete(**values))
    projects.publish(session, editor, project, project.version)
    return project


def archived(session: Session, keeper: Organisation, **values: Any) -> Project:
    """An entry the organisation took off the register."""
    project = published(session, keeper, **values)
    projects.archive(session, actor(session, keeper), project, project.version, "Doppelt eingetragen")
    return project


def from_public_source(session: Session, viewpoint: Organisation | None = None, **values: Any) -> Project:
    """A source entry nobody keeps yet."""
    key = f"quelle-{next(_numbers)}"
    sources = [{"url": "https://www.example.org/bericht", "date": None}]
    batch = importing.Batch(session, [key])
    batch.load(key, viewpoint.slug if viewpoint else None, complete(**{"sources": sources} | values))
    return queries.by_source_keys(session, [key])[key]


def long_ago(project: Project, days: int) -> None:
    """Let the last confirmation be so many days old."""
    project.confirmed_at = utcnow() - timedelta(days=days)
