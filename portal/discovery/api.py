"""The read-only JSON door: for everybody alike, signed in or not. Refusals are problems after RFC 9457."""

from collections.abc import Mapping
from typing import Any, NoReturn

from flask import Response, current_app, redirect, request, url_for
from flask_babel import gettext as _
from marshmallow import RAISE, Schema, ValidationError
from sqlalchemy.orm import Session
from webargs.flaskparser import FlaskParser
from werkzeug.wrappers import Response as Redirect

from portal import running
from portal.access import ANYONE
from portal.discovery import representation
from portal.discovery.finding import searching
from portal.discovery.finding.answers import Found
from portal.discovery.finding.facets import PROJECT, PROJECT_FACETS, Facet
from portal.discovery.finding.names import load_names
from portal.discovery.finding.requests import Area, SearchRequest, Years
from portal.discovery.schemas import (
    MunicipalityListSchema,
    ProjectEntrySchema,
    ProjectPageSchema,
    SearchArguments,
    fixed_codes,
)
from portal.errors import Invalid, NotFound
from portal.organisations import queries as organisations
from portal.orm import LARGEST_ID, utcnow
from portal.partnerships.duties import figures
from portal.projects import queries as projects
from portal.projects.access import ensure_readable
from portal.projects.lists import counting
from portal.projects.lists.counting import Counts
from portal.text import N_
from portal.web.forms import flat_errors
from portal.web.guards import public
from portal.web.openapi import Blueprint, ProblemSchema
from portal.work import reading

_NONE = Counts(0, 0)
FRESH_SECONDS = 60  # how long an answer may be kept before it is asked for again


class _Parser(FlaskParser):
    """Reads parameters; refuses wrong ones in the portal's own form."""

    def handle_error(
        self, error: ValidationError, req: Any, schema: Schema, *, error_status_code: Any, error_headers: Any
    ) -> NoReturn:
        """Raise Invalid with the messages by parameter."""
        by_location: Mapping[str, Any] = error.messages_dict
        raise Invalid({name: told for found in by_location.values() for name, told in flat_errors(found)}) from error


blueprint = Blueprint("api", __name__, url_prefix="/api/v1", description=N_("Projekte, Gesuche und Kommunen lesen"))
blueprint.ARGUMENTS_PARSER = _Parser()


def problem(status: int, description: str) -> Any:
    """Say that an address may answer with a problem."""
    return blueprint.alt_response(
        status, schema=ProblemSchema, content_type="application/problem+json", description=description
    )


@blueprint.route("/projects")
@public
@blueprint.arguments(SearchArguments, location="query", unknown=RAISE)
@blueprint.response(200, ProjectPageSchema, description="Eine Seite der Projekte")
@problem(422, "Ein Parameter ist falsch oder nicht bekannt")
@blueprint.doc(operationId="listProjects")
def project_list(asked: dict[str, Any]) -> dict[str, Any]:
    """Projekte suchen

    Dieselbe Suche, dieselben Filter und dieselbe Reihenfolge wie auf der Seite „Projekte suchen“. Filter lassen sich
    wiederholen: Mehrere Werte eines Filters heißen „einer davon“, mehrere Filter heißen „alle zugleich“. Projekte, die
    nur zu einem Teil der Wörter passen, stehen mit eigener Zahl in „tail“; „total“ und „facets“ zählen sie nicht.
    Was nur thematisch ähnlich ist, steht ungezählt in „related“, sofern das Portal so sucht.
    """
    with reading() as session:
        return page_of_projects(session, asked)


@blueprint.route(f"/projects/<int(max={LARGEST_ID}):project_id>")
@public
@blueprint.response(200, ProjectEntrySchema, description="Das Projekt")
@blueprint.alt_response(301, description="Dieses Projekt ist mit dem zusammengeführt, zu dem die Adresse führt")
@problem(404, "Dieses Projekt gibt es nicht")
@problem(410, "Dieses Projekt ist archiviert")
@blueprint.doc(operationId="getProject")
def project(project_id: int) -> dict[str, Any] | Redirect:
    """Ein Projekt lesen

    Die Nummer eines Projekts ändert sich nicht, auch wenn sein Titel und seine Adresse sich ändern. Wurde ein Eintrag,
    der doppelt war, mit einem anderen zusammengeführt, dann führt seine Nummer zu diesem.
    """
    with reading() as session:
        found = projects.by_id(session, project_id)
        if found is None:
            raise NotFound(N_("Diesen Eintrag gibt es nicht."))
        if found.merged_into_id:
            return redirect(url_for("api.project", project_id=found.merged_into_id), 301)
        ensure_readable(ANYONE, found)
        return representation.entry(found, base_url())


@blueprint.route("/municipalities")
@public
@blueprint.response(200, MunicipalityListSchema, description="Alle Kommunen nach Namen")
@blueprint.doc(operationId="listMunicipalities")
def municipality_list() -> dict[str, Any]:
    """Kommunen lesen

    Die 53 Städte und Gemeinden im Regionalverband Ruhr mit Kreis, Nachbarn, Grunddaten, Zahl der Projekte und, ab
    fünf Anfragen, wie die Kommune darauf antwortet.
    """
    with reading() as session:
        return all_municipalities(session)


@blueprint.after_request
def let_be_kept(response: Response) -> Response:
    """Let programs keep an answer for a while, and ask afterwards whether it has changed."""
    if response.status_code == 200:
        response.cache_control.public = True
        response.cache_control.max_age = FRESH_SECONDS
        response.add_etag()
        response.make_conditional(request)
    return response


def page_of_projects(session: Session, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return the page that was asked for; its list is empty behind the last one. Raises Invalid."""
    wanted = _search_request(session, asked)
    index, settings = current_app.extensions["indexer"].index, running.settings()
    found = searching.run(session, ANYONE, index, wanted, settings.review_period_days)
    # The search goes back to the last page there is; a program that reads on must come to an end.
    there = found.request.page == wanted.page
    every = (*found.hits, *found.tail, *found.related)
    ids = [each.project.id for each in every if isinstance(each, Found)] if there else []
    shown = {project.id: project for project in projects.whole(session, ids)}
    return representation.page(found, shown, wanted.page, base_url())


def all_municipalities(session: Session) -> dict[str, Any]:
    """Return the Kommunen by name with the number of their entries."""
    counts, answering = counting.by_organisation(session), figures.of_all(session, utcnow())
    items = [
        representation.municipality(each, counts.get(each.id, _NONE).projects, answering.get(each.id), base_url())
        for each in organisations.described_municipalities(session)
    ]
    return {"items": items, "total": len(items)}


def base_url() -> str:
    """Return the address of this portal."""
    return running.settings().base_url


def _search_request(session: Session, asked: Mapping[str, Any]) -> SearchRequest:
    """Return what is asked. Raises Invalid for values of a facet that do not exist."""
    filters = chosen(session, asked, {facet.field: facet for facet in PROJECT_FACETS})
    return SearchRequest(
        words=asked["q"] or "",
        filters={"kind": (PROJECT.code,), **filters},
        years=_years(asked),
        area=_area(asked),
        sort=asked["sort"],
        page=asked["page"],
        page_size=asked["page_size"],
        exact=asked["exact"],
    )


def chosen(session: Session, asked: Mapping[str, Any], facets: Mapping[str, Facet]) -> dict[str, tuple[str, ...]]:
    """Return the codes that are asked for, by field; `facets` by the names of parameters. Raises Invalid."""
    names = load_names(session)
    filters: dict[str, tuple[str, ...]] = {}
    errors: dict[str, list[str]] = {}
    for name, facet in facets.items():
        codes = tuple(representation.code_there(code) for code in asked.get(name, ()))
        unknown = [here for here, code in zip(asked.get(name, ()), codes, strict=True) if not facet.value(code, names)]
        if unknown:
            errors[name] = [_no_such_value(code, fixed_codes(facet)) for code in unknown]
        elif codes:
            filters[facet.field] = codes
    for name in ("near", "neighbours_of"):
        if asked.get(name) and asked[name] not in names["municipality"]:
            errors[name] = [_no_such_value(asked[name], {})]
    if errors:
        raise Invalid(errors)
    return filters


def _years(asked: Mapping[str, Any]) -> Years | None:
    first, last = asked.get("start_year_from"), asked.get("start_year_to")
    return Years(first, last) if first or last else None


def _area(asked: Mapping[str, Any]) -> Area | None:
    if asked.get("neighbours_of"):
        return Area(asked["neighbours_of"], neighbours=True)
    return Area(asked["near"], asked["within_km"]) if asked.get("near") else None


def _no_such_value(code: str, fixed: Mapping[str, str]) -> str:
    told = _("Den Wert „%(value)s“ gibt es hier nicht.", value=code)
    return f"{told} {_('Feste Werte sind: %(listed)s.', listed=', '.join(fixed))}" if fixed else told
