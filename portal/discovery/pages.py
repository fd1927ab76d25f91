"""Pages with fixed texts: sources and licences, imprint, accessibility; and what only programs ask for."""

from typing import NamedTuple

from flask import Blueprint, Response, current_app, jsonify, redirect, render_template
from werkzeug.wrappers import Response as BaseResponse

from portal import running
from portal.discovery import api_docs, health
from portal.organisations import queries as organisations
from portal.text import N_
from portal.web.guards import public
from portal.web.static_files import static_url
from portal.work import reading

blueprint = Blueprint("pages", __name__)


class ForeignFiles(NamedTuple):
    """Files of others that the browser loads from here: name, what for, SPDX id, path of the licence below static/."""

    name: str
    purpose: str
    licence: str
    licence_path: str


# Every folder of static/vendor has its line.
FOREIGN_FILES = (
    ForeignFiles("KERN-UX", N_("Bausteine der Oberfläche"), "EUPL-1.2", "vendor/kern/LICENSE.md"),
    ForeignFiles("Fira Sans", N_("Schrift"), "OFL-1.1", "vendor/fira-sans/LICENSE"),
)
# What search engines shall leave out: forms, pages of staff, and what is written for programs.
ROBOTS = "User-agent: *\nDisallow: /anmelden\nDisallow: /meine-kommune\nDisallow: /api\n"


@blueprint.get("/quellen")
@public
def sources() -> str:
    """Where the data and the software come from, and under which licences."""
    with reading() as session:
        return render_template(
            "pages/sources.html", sources=organisations.data_sources(session), foreign_files=FOREIGN_FILES
        )


@blueprint.get("/impressum")
@public
def imprint() -> str:
    """Who is responsible for the portal."""
    return render_template("pages/imprint.html", operator=running.settings().operator)


@blueprint.get("/barrierefreiheit")
@public
def accessibility() -> str:
    """The accessibility statement."""
    return render_template("pages/accessibility.html", operator=running.settings().operator)


blueprint.add_url_rule("/api", "api_docs", api_docs.api_docs)
blueprint.add_url_rule("/api/v1/openapi.json", "openapi", api_docs.openapi)


@blueprint.get("/favicon.ico")
@public
def favicon() -> BaseResponse:
    """Lead those who look in the usual place to the picture."""
    return redirect(static_url("favicon.svg"))


@blueprint.get("/robots.txt")
@public
def robots() -> Response:
    """Say what search engines may read."""
    return Response(ROBOTS, mimetype="text/plain")


@blueprint.get("/gesund")
@public
def alive() -> Response:
    """Say that the process answers; asks nothing else."""
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/bereit")
@public
def ready() -> tuple[Response, int]:
    """Say whether each part can be used; 503 when one cannot."""
    parts = health.ready(current_app.extensions["database"], current_app.extensions["indexer"].index)
    return jsonify({"ready": all(parts.values()), **parts}), 200 if all(parts.values()) else 503
