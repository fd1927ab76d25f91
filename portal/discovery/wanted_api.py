"""Gesuche in the JSON door: the same search as for projects, and each by its number."""

from collections.abc import Mapping
from typing import Any

from flask import current_app
from marshmallow import RAISE
from sqlalchemy.orm import Session

from portal import running
from portal.access import ANYONE
from portal.discovery.api import base_url, blueprint, chosen, problem
from portal.discovery.finding import searching
from portal.discovery.finding.answers import FoundWanted
from portal.discovery.finding.facets import BY_FIELD, NEED
from portal.discovery.finding.requests import SearchRequest
from portal.discovery.wanted_schemas import FACETS, WantedArguments, WantedPageSchema, WantedSchema
from portal.errors import NotFound
from portal.orm import LARGEST_ID
from portal.partnerships import queries
from portal.partnerships.models import Wanted
from portal.text import N_
from portal.web.guards import public
from portal.work import reading


@blueprint.route("/wanted")
@public
@blueprint.arguments(WantedArguments, location="query", unknown=RAISE)
@blueprint.response(200, WantedPageSchema, description="Eine Seite der offenen Gesuche")
@problem(422, "Ein Parameter ist falsch oder nicht bekannt")
@blueprint.doc(operationId="listWanted")
def wanted_list(asked: dict[str, Any]) -> dict[str, Any]:
    """Gesuche suchen

    Was Kommunen suchen und noch nicht gefunden haben, mit derselben Suche wie auf der Seite „Projekte suchen“. Ohne
    Suchwörter steht das neueste Gesuch zuerst. Filter lassen sich wiederholen wie bei den Projekten.
    """
    with reading() as session:
        return page_of_wanted(session, asked)


@blueprint.route(f"/wanted/<int(max={LARGEST_ID}):wanted_id>")
@public
@blueprint.response(200, WantedSchema, description="Das Gesuch")
@problem(404, "Dieses Gesuch gibt es nicht")
@blueprint.doc(operationId="getWanted")
def wanted(wanted_id: int) -> dict[str, Any]:
    """Ein Gesuch lesen

    Nur offene: Ein Gesuch, das erfüllt, aufgegeben oder ausgeblendet ist, gibt es hier nicht mehr.
    """
    with reading() as session:
        found = queries.wanted_by_id(session, wanted_id)
        if found is None or not found.is_open:
            raise NotFound(N_("Dieses Gesuch gibt es nicht."))
        return represented(found)


def page_of_wanted(session: Session, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return the page that was asked for; its list is empty behind the last one. Raises Invalid."""
    wanted = SearchRequest(
        words=asked["q"] or "",
        filters={
            "kind": (NEED.code,),
            **chosen(session, asked, {name: BY_FIELD[field] for name, field in FACETS.items()}),
        },
        page=asked["page"],
        page_size=asked["page_size"],
    )
    index, settings = current_app.extensions["indexer"].index, running.settings()
    found = searching.run(session, ANYONE, index, wanted, settings.review_period_days)
    there = found.request.page == wanted.page
    return {
        "items": [represented(each.wanted) for each in found.hits if isinstance(each, FoundWanted) and there],
        "total": found.total,
        "page": wanted.page,
        "page_size": wanted.page_size,
        "pages": found.pages,
        "search_degraded": not found.by_index,
    }


def represented(wanted: Wanted) -> dict[str, Any]:
    """Return a Gesuch with what everybody may read of it. Needs its organisation loaded."""
    return {
        "id": wanted.id,
        "url": f"{base_url()}/gesuche/{wanted.id}",
        "state": wanted.state,
        "kind": wanted.kind,
        "title": wanted.title,
        "need": wanted.need,
        "gives": wanted.gives,
        "action_field": wanted.action_field,
        "organisation": wanted.organisation,
        "published_at": wanted.published_at,
        "updated_at": wanted.updated_at,
        "closed_at": wanted.closed_at,
    }
