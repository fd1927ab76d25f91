"""Reads: which entries are to be reviewed, and how often their keeper was reminded of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.freshness.models import ProjectReminder
from portal.projects import queries as projects
from portal.projects.models import Project
from portal.projects.vocabulary import Provenance, Publication

# So long before its review period ends an entry is due: until the next round comes, which is up to 31 days away and may
# be some hours later in its day. Else the period of an entry would end between two rounds, without a word before.
NOTICE = timedelta(days=32)

_LINE = (joinedload(Project.keeper), selectinload(Project.sources))
_PUBLISHED = Project.publication == Publication.PUBLISHED
_KEPT = and_(_PUBLISHED, Project.keeper_id.is_not(None))


def due(session: Session, now: datetime, review_period_days: int) -> Sequence[Project]:
    """Return the entries that their keeper is to review: the period ends soon or is over, or it never began."""
    return _not_confirmed_since(session, now + NOTICE - timedelta(days=review_period_days))


def unkept(session: Session, now: datetime, review_period_days: int) -> Sequence[Project]:
    """Return the entries that nobody keeps and nobody has looked at for a whole period, by title."""
    statement = select(Project).where(_unkept_since(now - timedelta(days=review_period_days))).options(*_LINE)
    return session.execute(statement.order_by(Project.title_sort, Project.id)).scalars().all()


def reminded(session: Session, month: str) -> Sequence[Project]:
    """Return the entries of a round that still wait for their answer."""
    statement = (
        select(Project)
        .join(ProjectReminder, ProjectReminder.project_id == Project.id)
        .where(_KEPT, ProjectReminder.month == month, _still_counts())
        .options(*_LINE)
        .order_by(Project.title_sort, Project.id)
    )
    return session.execute(statement).scalars().all()


def times_reminded(session: Session, entries: Sequence[Project], *, before: str) -> Mapping[int, int]:
    """Return how often the keeper of each entry was reminded without an answer, by its id, in earlier months."""
    ids = [entry.id for entry in entries]
    statement = select(Project.id, _times(ProjectReminder.month < before)).where(Project.id.in_(ids))
    return dict(session.execute(statement).all())


def overdue(now: datetime, review_period_days: int) -> Select[Project, int]:
    """Return the entries whose review is overdue with how often their keeper was reminded, most often first.

    With them those that nobody keeps.
    """
    times, moment = _times(), now - timedelta(days=review_period_days)
    return (
        select(Project, times)
        .where(or_(and_(_KEPT, _confirmed_before(moment)), _unkept_since(moment)))
        .options(*_LINE)
        .order_by(times.desc(), _seen(), Project.title_sort, Project.id)
    )


def to_take_over(session: Session, organisation_id: int) -> Sequence[Project]:
    """Return the entries from public sources that involve the organisation and that nobody keeps, by title."""
    statement = (
        select(Project)
        .where(
            _PUBLISHED,
            Project.provenance == Provenance.PUBLIC_SOURCE,
            Project.keeper_id.is_(None),
            projects.involving(organisation_id),
        )
        .order_by(Project.title_sort, Project.id)
    )
    return session.execute(statement).scalars().all()


def _not_confirmed_since(session: Session, moment: datetime) -> Sequence[Project]:
    statement = select(Project).where(_KEPT, _confirmed_before(moment)).options(*_LINE)
    return session.execute(statement.order_by(Project.title_sort, Project.id)).scalars().all()


def _confirmed_before(moment: datetime) -> ColumnElement[bool]:
    return or_(Project.confirmed_at.is_(None), Project.confirmed_at < moment)


def _unkept_since(moment: datetime) -> ColumnElement[bool]:
    """Return the condition that nobody keeps an entry, and nobody has confirmed it since it came into the portal."""
    return and_(_PUBLISHED, Project.keeper_id.is_(None), _seen() < moment)


def _seen() -> ColumnElement[datetime]:
    return func.coalesce(Project.confirmed_at, Project.created_at)


def _times(*conditions: ColumnElement[bool]) -> ScalarSelect[int]:
    counting = select(func.count()).select_from(ProjectReminder)
    return counting.where(ProjectReminder.project_id == Project.id, _still_counts(), *conditions).scalar_subquery()


def _still_counts() -> ColumnElement[bool]:
    """Return the condition that nothing has answered the joined reminder of the joined entry."""
    unanswered = or_(Project.confirmed_at.is_(None), Project.confirmed_at < ProjectReminder.sent_at)
    return and_(ProjectReminder.keeper_id == Project.keeper_id, unanswered)
