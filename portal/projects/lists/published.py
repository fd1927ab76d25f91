"""Short lists of published entries, as ids for `queries.cards`."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, case, or_, select
from sqlalchemy.orm import Session

from portal.projects.lists.ordering import newest_first, recently_confirmed_first
from portal.projects.models import Project
from portal.projects.queries import involving
from portal.projects.vocabulary import Publication


def newest(session: Session, limit: int) -> Sequence[int]:
    """Return the entries about which news became known last."""
    return session.execute(_published().order_by(*newest_first()).limit(limit)).scalars().all()


def recently_confirmed(session: Session, limit: int) -> Sequence[int]:
    """Return the confirmed entries, latest first."""
    confirmed = _published().where(Project.confirmed_at.is_not(None))
    return session.execute(confirmed.order_by(*recently_confirmed_first()).limit(limit)).scalars().all()


def led_by(session: Session, organisation_id: int) -> Sequence[int]:
    """Return the entries the organisation leads, newest first."""
    led = _published().where(Project.lead_id == organisation_id)
    return session.execute(led.order_by(*newest_first())).scalars().all()


def shared_by(session: Session, organisation_id: int) -> Sequence[int]:
    """Return the entries in which the organisation takes part without leading them, newest first."""
    led_by_others = or_(Project.lead_id.is_(None), Project.lead_id != organisation_id)
    shared = _published().where(involving(organisation_id), led_by_others)
    return session.execute(shared.order_by(*newest_first())).scalars().all()


def told_of(session: Session, organisation_id: int) -> Sequence[int]:
    """Return the entries whose source tells from the organisation's view though it is not named as involved."""
    named = _published().where(involving(organisation_id))
    told = _published().where(Project.viewpoint_id == organisation_id, Project.id.not_in(named))
    return session.execute(told.order_by(*newest_first())).scalars().all()


def related(session: Session, project: Project, limit: int) -> Sequence[int]:
    """Return other entries of the involved Kommunen, those of the same action field first, then newest first."""
    ids = [organisation.id for organisation in project.municipalities]
    if not ids:
        return []
    other_field = case((Project.action_field == project.action_field, 0), else_=1)
    others = _published().where(involving(*ids), Project.id != project.id)
    return session.execute(others.order_by(other_field, *newest_first()).limit(limit)).scalars().all()


def _published() -> Select[Any]:
    return select(Project.id).where(Project.publication == Publication.PUBLISHED)
