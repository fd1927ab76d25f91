"""Makes what a test needs, as the services would: every factory flushes, none commits."""

from datetime import timedelta
from functools import cache
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from portal.access import Actor, PortalRole, Role
from portal.accounts import queries as accounts
from portal.accounts.models import Account, Membership
from portal.organisations.models import Organisation, OrganisationKind
from portal.orm import utcnow
from portal.partial_date import PartialDate
from portal.projects import importing, queries
from portal.projects import service as projects
from portal.projects.models import Project, ProjectContact, ProjectResponsible
from portal.projects.vocabulary import (
    ActionField,
    BudgetBand,
    Cooperation,
    LessonKind,
    LinkKind,
    MaturityScale,
    Phase,
    Reuse,
    Visibility,
)
from portal.text import slugify
from tests.support.passwords import QUICK_HASHER

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
    session: Session,
    organisation: Organisation | None = None,
    *,
    role: Role = Role.EDITOR,
    administration: bool = False,
    email: str = "",
) -> Account:
    """Somebody with the password PASSWORD: with a role in the organisation, or the administration."""
    made = Account(
        email=email or f"person-{next(_numbers)}@stadt.example",
        display_name="Redaktion",
        password_hash=_password_hash(),
        portal_role=PortalRole.ADMINISTRATION if administration else None,
        created_at=utcnow(),
        memberships=[Membership(organisation=organisation, role=role)] if organisation else [],
    )
    session.add(made)
    session.flush()
    return made


@cache
def _password_hash() -> str:
    return QUICK_HASHER.hash(PASSWORD)


def join(session: Session, account: Account, organisation: Organisation, role: Role = Role.EDITOR) -> None:
    """Give the account a role in one more organisation."""
    account.memberships.append(Membership(organisation=organisation, role=role))
    session.flush()


def actor(
    session: Session,
    organisation: Organisation | None = None,
    *,
    role: Role = Role.EDITOR,
    administration: bool = False,
) -> Actor:
    """A new account as somebody who asks; it has no password, as hashing one takes its time."""
    made = Account(
        email=f"person-{next(_numbers)}@stadt.example",
        display_name="Redaktion",
        password_hash="",
        portal_role=PortalRole.ADMINISTRATION if administration else None,
        created_at=utcnow(),
        memberships=[Membership(organisation=organisation, role=role)] if organisation else [],
    )
    session.add(made)
    session.flush()
    return accounts.actor_of(made)


def be_responsible(session: Session, actor: Actor, project: Project) -> None:
    """Enter the actor as responsible for the entry."""
    project.responsibles.append(ProjectResponsible(account_id=actor.account_id))
    session.flush()


def be_contact_person(session: Session, account: Account, project: Project, *, consents: bool = True) -> None:
    """Enter the account as contact person of the entry, asked just now."""
    now = utcnow()
    row = {"project_id": project.id, "account_id": account.id, "asked_at": now}
    session.add(ProjectContact(**row, consented_at=now if consents else None))
    session.flush()


def complete(**values: Any) -> dict[str, Any]:
    """The values of an entry that can be published."""
    return {
        "title": f"Digitaler Bauantrag {next(_numbers)}",
        "summary": "Bauanträge gehen ohne Papier ein.",
        "action_field": ActionField.ADMINISTRATION,
    } | values


def everything() -> dict[str, Any]:
    """The values of an entry that states everything an own entry can."""
    text = "Erster Absatz.\n\n- ein Punkt\n- noch einer"
    return complete(
        description=text,
        lead_note="Koordination beim Kreis",
        partners=[{"name": "Stadtwerke", "role": "Betrieb"}, {"name": "Hochschule", "role": None}],
        department="Bauamt",
        it_provider="Rechenzentrum",
        problem=text,
        goal=text,
        results=text,
        tags=["Bauen", "Antrag & Bescheid"],
        technologies=["LoRaWAN", "Chatbot"],
        ozg_topics=["Bauen & Wohnen"],
        services=[
            {
                "leika_key": "99012011001000",
                "maturity_scale": MaturityScale.V2_0,
                "maturity_value": 3,
                "maturity_as_of": PartialDate(2025, 8, 31),
            },
            {"leika_key": "99012011001001", "maturity_scale": None, "maturity_value": None, "maturity_as_of": None},
        ],
        phase=Phase.PILOT,
        start=PartialDate(2024),
        end=PartialDate(2026, 5),
        next_step="Ausschreibung",
        budget_band=BudgetBand.UNDER_50K,
        running_cost_band=BudgetBand.NONE,
        funding_programme="Digitale Modellregionen",
        grant_reference="FKZ 1",
        funding_note="80 %",
        products=text,
        standards="XBau",
        licence="EUPL-1.2",
        repository_url="https://code.example.org/bauantrag",
        documentation_url="https://doku.example.org/bauantrag",
        cooperation=[Cooperation.SHARE_EXPERIENCE, Cooperation.OFFER_REUSE],
        offers=text,
        seeks=text,
        reuse=[Reuse.SOURCE_CODE],
        lessons=[
            {"kind": LessonKind.FAILED, "text": text, "visibility": Visibility.STAFF},
            {"kind": LessonKind.DIFFERENTLY, "text": text, "visibility": Visibility.ORGANISATION},
        ],
        contact_mailbox="digital@herne.example",
        links=[{"label": "Seite", "url": "https://www.example.org/", "kind": LinkKind.WEBSITE}],
        editorial_note=text,
    )


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
