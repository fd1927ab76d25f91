"""Ways to go on while somebody types, as JSON for the search field. Nothing is written for it, not even a count."""

from collections.abc import Collection
from typing import Any

from flask import Response, current_app, jsonify, request
from flask_babel import gettext as _

import search
from portal.discovery import addresses
from portal.discovery.finding.regions import Regions, load_regions
from portal.pace import Pace
from portal.partnerships.seeking import queries as seeking
from portal.text import N_
from portal.web.guards import public
from portal.work import reading

FRESH_SECONDS = 60
# Of one address, each minute: a whole town hall may come from one, a program that floods must not hold up the others.
pace = Pace(limit=3_000, seconds=60)

_DISTRICT = N_("Kreis")
_KINDS = {"place": N_("Kommune"), "tag": N_("Schlagwort"), "title": N_("Projekt")}


@public
def completions() -> Response:
    """Give the ways to go on, best first; none when the index is away or the address asks too much."""
    wait = pace.wait(request.remote_addr or "")
    response: Response = jsonify(suggestions=[] if wait else _found(request.args.get(addresses.WORDS, "")))
    if wait:
        response.status_code = 429
        response.headers["Retry-After"] = str(wait)
    else:
        response.cache_control.private = True
        response.cache_control.max_age = FRESH_SECONDS
    return response


def _found(typed: str) -> list[dict[str, Any]]:
    if not typed.strip():
        return []
    with reading() as session:
        regions = load_regions(session)
    try:
        found = current_app.extensions["indexer"].index.complete(typed, regions.places)
    except search.Unavailable:
        return []
    titles = [each.text for each in found if each.kind == "title"]
    gesuche: Collection[str] = ()
    if titles:
        with reading() as session:
            gesuche = seeking.titles_among(session, titles)
    return [{"text": each.text, "kind": _kind(each, regions, gesuche)} for each in found]


def _kind(found: search.Completion, regions: Regions, gesuche: Collection[str]) -> str:
    if found.kind == "title" and found.text in gesuche:
        return str(_("Gesuch"))
    if found.kind == "place" and found.text in regions.districts:
        return str(_(_DISTRICT))
    return str(_(_KINDS[found.kind])) if found.kind in _KINDS else ""
