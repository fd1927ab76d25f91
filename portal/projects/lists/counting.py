"""How many published entries there are, and whose; a joint entry counts once for each organisation it involves."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import Select, distinct, func, select, union
from sqlalchemy.orm import Session

from portal.organisations.models import Organisation, OrganisationKind
from portal.projects.models import Participation, Project
from portal.projects.vocabulary import ActionField, ParticipationState, Publication


class Counts(NamedTuple):
    """Published entries, and how many of them somebody stands by."""

    projects: int
    confirmed: int


def involvements() -> Select[Any]:
    """Return pairs (organisation_id, project_id) of the published entries, each once: lead and participants."""
    published = Project.publication == Publication.PUBLISHED
    led = select(Project.lead_id.label("organisation_id"), Project.id.label("project_id")).where(
        published, Project.lead_id.is_not(None)
    )
    taking_part = (
        select(Participation.organisation_id, Participation.project_id)
        .join(Participation.project)
        .where(published, Participation.state != ParticipationState.DENIED)
    )
    pairs = union(led, taking_part).subquery()
    return select(pairs.c.organisation_id, pairs.c.project_id)


def by_organisation(session: Session) -> Mapping[int, Counts]:
    """Return the counts of each organisation that any entry involves, by its id."""
    pairs = involvements().subquery()
    rows = session.execute(
        select(pairs.c.organisation_id, func.count(), func.count(Project.confirmed_at))
        .join(Project, Project.id == pairs.c.project_id)
        .group_by(pairs.c.organisation_id)
    )
    return {organisation_id: Counts(projects, confirmed) for organisation_id, projects, confirmed in rows}


def by_action_field(session: Session) -> Mapping[ActionField | None, Counts]:
    """Return the counts of each action field that any entry has; None where an entry has none."""
    rows = session.execute(
        select(Project.action_field, func.count(), func.count(Project.confirmed_at))
        .where(Project.publication == Publication.PUBLISHED)
        .group_by(Project.action_field)
    )
    return {field: Counts(projects, confirmed) for field, projects, confirmed in rows}


def municipalities(session: Session) -> tuple[int, int]:
    """Return how many Kommunen any published entry involves, and how many there are."""
    pairs = involvements().subquery()
    named, existing = session.execute(
        select(func.count(distinct(pairs.c.organisation_id)), func.count(distinct(Organisation.id)))
        .select_from(Organisation)
        .outerjoin(pairs, pairs.c.organisation_id == Organisation.id)
        .where(Organisation.kind == OrganisationKind.MUNICIPALITY)
    ).one()
    return named, existing
