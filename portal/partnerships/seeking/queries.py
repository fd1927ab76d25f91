"""Reads of Gesuche: what everybody may see, what the own organisations have, and who has offered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session, joinedload

from portal.access import Actor, Role
from portal.organisations.models import Organisation
from portal.partnerships.models import Case, Wanted
from portal.partnerships.queries import WHOLE, visible_to
from portal.partnerships.vocabulary import Kind, State, WantedState
from portal.projects.vocabulary import ActionField

_OPEN = (Wanted.state == WantedState.OPEN) & Wanted.hidden_at.is_(None)
_ORDER = {WantedState.DRAFT.value: 0, WantedState.OPEN.value: 1}


@dataclass(frozen=True)
class Asked:
    """Which open Gesuche somebody wants to see; None: any."""

    kind: Kind | None = None
    action_field: ActionField | None = None
    organisation: str | None = None  # a slug


def published(asked: Asked) -> Select[Wanted]:
    """Return the open Gesuche that fit, the newest first."""
    statement = select(Wanted).join(Wanted.organisation).where(_OPEN).options(joinedload(Wanted.organisation))
    if asked.kind is not None:
        statement = statement.where(Wanted.kind == asked.kind)
    if asked.action_field is not None:
        statement = statement.where(Wanted.action_field == asked.action_field)
    if asked.organisation is not None:
        statement = statement.where(Organisation.slug == asked.organisation)
    return statement.order_by(Wanted.published_at.desc(), Wanted.id.desc())


def open_of(session: Session, organisation_id: int) -> Sequence[Wanted]:
    """Return the open Gesuche of an organisation, the newest first."""
    statement = select(Wanted).where(_OPEN, Wanted.organisation_id == organisation_id)
    return session.execute(statement.order_by(Wanted.published_at.desc(), Wanted.id.desc())).scalars().all()


def open_ones(session: Session, ids: Iterable[int]) -> Sequence[Wanted]:
    """Return those of these Gesuche that are open, with their organisations, in any order."""
    statement = select(Wanted).where(_OPEN, Wanted.id.in_(list(ids)))
    organisation = joinedload(Wanted.organisation).joinedload(Organisation.district)
    return session.execute(statement.options(organisation)).scalars().all()


def all_open(session: Session) -> Sequence[Wanted]:
    """Return all open Gesuche with their organisations, the newest first."""
    organisation = joinedload(Wanted.organisation).joinedload(Organisation.district)
    statement = select(Wanted).where(_OPEN).options(organisation)
    return session.execute(statement.order_by(Wanted.published_at.desc(), Wanted.id.desc())).scalars().all()


def open_ids(session: Session) -> Sequence[int]:
    """Return the ids of all open Gesuche, ascending."""
    return session.execute(select(Wanted.id).where(_OPEN).order_by(Wanted.id)).scalars().all()


def titles_among(session: Session, titles: Iterable[str]) -> frozenset[str]:
    """Return which of these are titles of open Gesuche."""
    return frozenset(session.execute(select(Wanted.title).where(_OPEN, Wanted.title.in_(list(titles)))).scalars())


def seekers(session: Session) -> Sequence[Organisation]:
    """Return the organisations with an open Gesuch, by name."""
    seeking = select(Wanted.organisation_id).where(_OPEN)
    statement = select(Organisation).where(Organisation.id.in_(seeking)).order_by(Organisation.name_sort)
    return session.execute(statement).scalars().all()


def own(actor: Actor) -> Select[Wanted]:
    """Return the Gesuche of the actor's organisations: drafts, then open ones, then what is over."""
    order = case(_ORDER, value=Wanted.state, else_=2)
    statement = select(Wanted).where(Wanted.organisation_id.in_(actor.organisation_ids))
    statement = statement.options(joinedload(Wanted.organisation))
    return statement.order_by(order, Wanted.updated_at.desc(), Wanted.id.desc())


def hidden() -> Select[Wanted]:
    """Return the Gesuche that the moderation has hidden, the latest first."""
    statement = select(Wanted).where(Wanted.hidden_at.is_not(None)).options(joinedload(Wanted.organisation))
    return statement.order_by(Wanted.hidden_at.desc(), Wanted.id)


def own_counts(session: Session, actor: Actor) -> tuple[int, int]:
    """Return how many drafts the actor can make known, and how many Gesuche of the own organisations are open."""
    if not actor.organisation_ids:
        return 0, 0
    drafts = (Wanted.state == WantedState.DRAFT) & Wanted.organisation_id.in_(actor.organisations_as(Role.EDITOR))
    statement = select(func.count(case((drafts, 1))), func.count(case((_OPEN, 1))))
    unsent, known = session.execute(statement.where(Wanted.organisation_id.in_(actor.organisation_ids))).one()
    return unsent, known


def offers(session: Session, actor: Actor, wanted_id: int) -> Sequence[Case]:
    """Return the offers to a Gesuch that the actor may see, the oldest first; the actor's own drafts among them."""
    statement = select(Case).where(Case.wanted_id == wanted_id, visible_to(actor)).options(*WHOLE)
    return session.execute(statement.order_by(Case.sent_at.is_(None), Case.sent_at, Case.id)).scalars().all()


def waiting_offers(session: Session, wanted_id: int) -> int:
    """Return how many offers to a Gesuch wait for an answer."""
    statement = select(func.count()).select_from(Case)
    waiting = Case.state.in_((State.SENT, State.CLARIFYING))
    return session.execute(statement.where(Case.wanted_id == wanted_id, waiting)).scalar_one()
