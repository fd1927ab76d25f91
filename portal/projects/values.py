"""A project as plain values, the shape in which the schema loads it: read, compared, kept in the history."""

import enum
from collections.abc import Mapping
from typing import Any

from portal.partial_date import PartialDate
from portal.projects.models import Project
from portal.projects.parts import (
    Part,
    ProjectCooperation,
    ProjectLesson,
    ProjectLink,
    ProjectPartner,
    ProjectService,
    ProjectSource,
    ProjectTag,
)
from portal.projects.vocabulary import ParticipationState, Reuse

Values = Mapping[str, Any]

# Columns whose plain value is the column's own.
SCALARS = (
    "title",
    "summary",
    "description",
    "lead_note",
    "department",
    "it_provider",
    "problem",
    "goal",
    "results",
    "action_field",
    "phase",
    "phase_source_word",
    "start",
    "end",
    "next_step",
    "budget_band",
    "running_cost_band",
    "grant_reference",
    "funding_note",
    "products",
    "standards",
    "licence",
    "repository_url",
    "documentation_url",
    "offers",
    "seeks",
    "contact_mailbox",
    "editorial_note",
    "status_as_of",
)
# Lists whose items are dicts of plain values.
PARTS: Mapping[str, type[Part]] = {
    "partners": ProjectPartner,
    "services": ProjectService,
    "lessons": ProjectLesson,
    "links": ProjectLink,
    "sources": ProjectSource,
}
# Lists of single values, and the column that holds the value.
SINGLES: Mapping[str, tuple[type[Part], str]] = {
    "tags": (ProjectTag, "name"),
    "cooperation": (ProjectCooperation, "value"),
}
# Lists without an order of their own: handed in otherwise sorted they are the same.
UNORDERED = frozenset({"participants", "technologies"})
# Fields that can name a person: the history says only that they changed.
ABOUT_PERSONS = frozenset({"contact_mailbox", "responsibles", "contact_person"})


def read(project: Project) -> dict[str, Any]:
    """Return everything an organisation can say about the project."""
    values: dict[str, Any] = {name: getattr(project, name) for name in SCALARS}
    values |= {name: [part.values for part in getattr(project, name)] for name in PARTS}
    values |= {
        name: [getattr(part, column) for part in getattr(project, name)] for name, (_, column) in SINGLES.items()
    }
    values["lead"] = project.lead.slug if project.lead else None
    values["participants"] = sorted(
        participation.organisation.slug
        for participation in project.participations
        if participation.state is not ParticipationState.DENIED and participation.organisation_id != project.lead_id
    )
    values["technologies"] = [technology.name for technology in project.technologies]
    values["funding_programme"] = (
        project.funding_programme.name if project.funding_programme else project.funding_programme_other
    )
    values["ozg_topics"] = list(project.ozg_topics)
    values["reuse"] = [Reuse(value) for value in project.reuse]
    return values


def differences(before: Values, after: Values) -> dict[str, tuple[Any, Any]]:
    """Return what `after` changes, field by field, as (before, after). Missing fields do not change."""
    return {
        name: (before[name], value)
        for name, value in after.items()
        if _comparable(name, before[name]) != _comparable(name, value)
    }


def plain(value: Any) -> Any:
    """Return the value as JSON can hold it."""
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, PartialDate):
        return str(value)
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def _comparable(name: str, value: Any) -> Any:
    return sorted(value or ()) if name in UNORDERED else plain(value)
