"""In which order lists of entries stand, as the index orders them too: ties by newest, confirmation, title.

Each order is total, so that pages of a list never repeat an entry.
"""

from typing import Any

from sqlalchemy import ColumnElement, String, case, cast, func, select, type_coerce

from portal.projects.models import Project
from portal.projects.parts import ProjectSource
from portal.projects.vocabulary import Provenance

Order = tuple[ColumnElement[Any], ...]


def newest_first() -> Order:
    """Return the order by when the news became known (see document.newest); entries without a date come last."""
    return (*_newest(), *_confirmed(), *_title(), Project.id.asc())


def recently_confirmed_first() -> Order:
    """Return the order by confirmation, latest first; unconfirmed entries come last."""
    return (*_confirmed(), *_newest(), *_title(), Project.id.asc())


def by_title() -> Order:
    """Return the order by title."""
    return (*_title(), *_newest(), *_confirmed(), Project.id.asc())


def _title() -> Order:
    return (Project.title_sort.asc(),)


def _confirmed() -> Order:
    return (Project.confirmed_at.is_(None).asc(), Project.confirmed_at.desc())


def _newest() -> Order:
    latest_source = (
        select(func.max(type_coerce(ProjectSource.date, String)))
        .where(ProjectSource.project_id == Project.id)
        .correlate(Project)
        .scalar_subquery()
    )
    published_on = func.substr(cast(Project.published_at, String), 1, 10)
    of_source = func.coalesce(type_coerce(Project.status_as_of, String), latest_source)
    known = case((Project.provenance == Provenance.OWN, published_on), else_=of_source)
    return (func.coalesce(known, "").desc(),)
