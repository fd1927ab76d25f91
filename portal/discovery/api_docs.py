"""The description of the JSON door: the OpenAPI document, and a page made from it for people."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response, jsonify, render_template
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.discovery import api as door
from portal.discovery import wanted_api
from portal.discovery.schemas import MunicipalityListSchema, ProjectPageSchema, SearchArguments
from portal.discovery.wanted_schemas import WantedArguments, WantedPageSchema
from portal.extensions import api
from portal.text import N_
from portal.web.guards import public
from portal.work import reading

_SUMMARY = N_(
    "Projekte, Gesuche und Kommunen aus dem Verzeichnis Projektnachbarn lesen: ohne Anmeldung, ohne Schlüssel."
)
_TYPES = {
    "string": N_("Text"),
    "integer": N_("ganze Zahl"),
    "number": N_("Zahl"),
    "boolean": N_("true oder false"),
    "null": "null",
}
_EXAMPLE_SEARCH = {"action_field": ["administration"], "sort": "title", "page_size": 1}
_EXAMPLE_LIST = 2  # items of each list that an example shows


@dataclass(frozen=True)
class Row:
    """A parameter or a field: name, type in words, and what it means."""

    name: str
    type: str
    text: str


@dataclass(frozen=True)
class Operation:
    """An address of the door: `schema` names the form of its answer, `answer` is a real one, shortened.

    Where there is nothing yet that could be asked for, `request` is empty.
    """

    id: str
    path: str
    title: str
    text: str
    parameters: list[Row]
    schema: str
    refusals: list[tuple[str, str]]
    request: str
    answer: str


def document() -> dict[str, Any]:
    """Return the OpenAPI document of this portal."""
    described = api.document()
    info = {**described["info"], "description": _(_SUMMARY)}
    return {**described, "info": info, "servers": [{"url": door.base_url()}]}


@public
def openapi() -> Response:
    """Give the OpenAPI document to programs."""
    response: Response = door.let_be_kept(jsonify(document()))
    return response


@public
def api_docs() -> str:
    """Show the description to people."""
    described = document()
    with reading() as session:
        examples = _examples(session)
    return render_template(
        "pages/api.html",
        summary=described["info"]["description"],
        operations=list(_operations(described, examples)),
        schemas={name: _fields(schema) for name, schema in described["components"]["schemas"].items()},
    )


def _operations(described: Mapping[str, Any], examples: Mapping[str, tuple[str, Any]]) -> Iterator[Operation]:
    for path, item in described["paths"].items():
        operation, (request, answer) = item["get"], examples[path]
        answers = operation["responses"]
        yield Operation(
            id=operation["operationId"],
            path=path,
            title=operation["summary"],
            text=" ".join(operation["description"].split()),
            parameters=[_parameter(each) for each in (*item.get("parameters", ()), *operation.get("parameters", ()))],
            schema=_name(answers["200"]["content"]["application/json"]["schema"]["$ref"]),
            refusals=sorted((status, each["description"]) for status, each in answers.items() if status >= "400"),
            request=door.base_url() + request if request else "",
            answer=json.dumps(_shortened(answer), ensure_ascii=False, indent=2),
        )


def _examples(session: Session) -> dict[str, tuple[str, Any]]:
    """Return for each path an address to ask, and what it answers today."""
    found = ProjectPageSchema().dump(door.page_of_projects(session, SearchArguments().load(_EXAMPLE_SEARCH)))
    first = {name: value for name, value in next(iter(found["items"]), {"id": 1}).items() if name != "reasons"}
    search = "&".join(f"{name}={each}" for name, asked in _EXAMPLE_SEARCH.items() for each in _several(asked))
    wanted = WantedPageSchema().dump(wanted_api.page_of_wanted(session, WantedArguments().load({"page_size": 1})))
    one = next(iter(wanted["items"]), None)
    return {
        "/api/v1/wanted": ("/api/v1/wanted?page_size=1", wanted),
        "/api/v1/wanted/{wanted_id}": (f"/api/v1/wanted/{one['id']}", one) if one else ("", None),
        "/api/v1/projects": (f"/api/v1/projects?{search}", found),
        "/api/v1/projects/{project_id}": (f"/api/v1/projects/{first['id']}", first),
        "/api/v1/municipalities": (
            "/api/v1/municipalities",
            MunicipalityListSchema().dump(door.all_municipalities(session)),
        ),
    }


def _shortened(value: Any) -> Any:
    """Return an answer with a few items of each list, so that it can be read."""
    if isinstance(value, Mapping):
        return {name: _shortened(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_shortened(each) for each in value[:_EXAMPLE_LIST]]
    return value


def _parameter(described: Mapping[str, Any]) -> Row:
    kind = _type(described["schema"])
    if described["in"] == "path":
        return Row(described["name"], kind, _("Teil der Adresse"))
    default = described["schema"].get("default")
    usual = "" if default in (None, "") else " " + _("Ohne Angabe: %(value)s.", value=default)
    return Row(described["name"], kind, described.get("description", "") + usual)


def _fields(schema: Mapping[str, Any]) -> list[Row]:
    """Return the fields of an answer; the hints of form fields speak to who fills them in and are left out."""
    return [
        Row(name, _type(each), (each.get("title") or each.get("description", "")) + _values(each))
        for name, each in schema["properties"].items()
    ]


def _values(schema: Mapping[str, Any]) -> str:
    values = [value for value in schema.get("items", schema).get("enum", ()) if value is not None]
    return " " + _("(Werte: %(values)s)", values=", ".join(values)) if values else ""


def _type(schema: Mapping[str, Any]) -> str:
    """Return in words what a value can be."""
    if "$ref" in schema:
        return _name(schema["$ref"])
    if "anyOf" in schema:
        return str(_(" oder ")).join(_type(each) for each in schema["anyOf"])
    kinds = _several(schema["type"])
    if "array" in kinds:
        return str(_("Liste: %(items)s", items=_type(schema["items"])))
    return str(_(" oder ")).join(_(_TYPES[kind]) for kind in kinds)


def _name(reference: str) -> str:
    return reference.rpartition("/")[2]


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
