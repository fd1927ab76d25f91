"""Entries, search answers and Kommunen as the plain values that the schemas of the JSON door write."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

import search
from portal.discovery.finding.answers import Found, SearchAnswer
from portal.discovery.finding.facets import PROJECT_FACETS, Value
from portal.discovery.schemas import NOT_STATED
from portal.organisations.models import Fact, FactKind, Organisation
from portal.partnerships.duties.figures import Answering
from portal.projects import values
from portal.projects.confirmation import confirmation_of
from portal.projects.models import Project
from portal.projects.vocabulary import ParticipationState, Visibility

_UNITS = {
    FactKind.POPULATION: "inhabitants",
    FactKind.AREA: "km2",
    FactKind.LATITUDE: "degrees",
    FactKind.LONGITUDE: "degrees",
}


def entry(project: Project, base_url: str) -> dict[str, Any]:
    """Return a published entry with what everybody may read of it. Needs all of it loaded."""
    stated = values.read(project)
    return stated | {
        "lessons": [lesson for lesson in stated["lessons"] if lesson["visibility"] is Visibility.PUBLIC],
        "id": project.id,
        "slug": project.slug,
        "url": f"{base_url}/projekte/{project.slug}",
        "version": project.version,
        "publication": project.publication.value,
        "provenance": project.provenance,
        "confirmation": confirmation_of(project),
        "confirmed_at": project.confirmed_at,
        "published_at": project.published_at,
        "updated_at": project.updated_at,
        "lead_organisation": project.lead,
        "keeper": project.keeper,
        "viewpoint": project.viewpoint,
        "participations": sorted(
            (part for part in project.participations if part.state is not ParticipationState.DENIED),
            key=lambda part: part.organisation.name_sort,
        ),
    }


def page(answer: SearchAnswer, projects: Mapping[int, Project], number: int, base_url: str) -> dict[str, Any]:
    """Return an answer of the search with the entries of its page `number`, as far as they are among `projects`."""
    items, tail, related = (
        [
            entry(projects[each.project.id], base_url) | {"reasons": each.reasons}
            for each in found
            if isinstance(each, Found) and each.project.id in projects
        ]
        for found in (answer.hits, answer.tail, answer.related)
    )
    return {
        "items": items,
        "total": answer.total,
        "tail": tail,
        "tail_total": answer.tail_total,
        "related": related,
        "page": number,
        "page_size": answer.request.page_size,
        "pages": answer.pages,
        "facets": [
            {
                "field": group.facet.field,
                "label": _(group.facet.label),
                "values": [
                    {
                        "value": code_here(each.value.code),
                        "label": _label(each.value),
                        "count": each.count,
                        "selected": each.selected,
                    }
                    for each in group.values
                ],
            }
            for group in answer.facets
            if group.facet in PROJECT_FACETS
        ],
        "corrected": answer.understanding.corrected,
        "suggestion": answer.understanding.proposal,
        "understood": answer.understanding,
        "search_degraded": not answer.by_index,
    }


def municipality(
    organisation: Organisation, project_count: int, answering: Answering | None, base_url: str
) -> dict[str, Any]:
    """Return a Kommune. Needs neighbours, facts and their sources loaded."""
    return {
        "slug": organisation.slug,
        "name": organisation.name,
        "designation": organisation.designation,
        "ags": organisation.ags,
        "url": f"{base_url}/kommunen/{organisation.slug}",
        "website": organisation.website,
        "website_verified": organisation.website_verified,
        "about": organisation.about,
        "mailbox": organisation.mailbox,
        "office_url": organisation.office_url,
        "district": organisation.district,
        "neighbours": [neighbour.slug for neighbour in organisation.neighbours],
        "facts": [_fact(fact) for fact in organisation.facts],
        "project_count": project_count,
        "answering": answering,
    }


def code_here(code: str) -> str:
    """Return how the index's code of a facet value is written in the JSON door."""
    return NOT_STATED if code == search.NOT_STATED else code


def code_there(code: str) -> str:
    """Return the index's code of a facet value as the JSON door writes it; one that exists in neither stays unknown."""
    return {NOT_STATED: search.NOT_STATED, search.NOT_STATED: ""}.get(code, code)


def _label(value: Value) -> str:
    return str(_(value.label)) if value.fixed else value.label


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "kind": fact.kind,
        "value": fact.value,
        "unit": _UNITS[fact.kind],
        "as_of": fact.as_of,
        "source": fact.source,
    }
