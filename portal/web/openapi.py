"""How the fields of this portal read in an OpenAPI description, and the problem documents every refusal comes as."""

import json
from collections.abc import Callable
from functools import partial
from threading import Lock
from typing import Any

import flask_smorest
from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.openapi import OpenAPIConverter
from flask import Flask
from marshmallow import Schema, fields

from portal.web.fields import Choice, Email, Listing, OneOf, Partial, Pattern, Text, Url, WholeNumber

_PARTIAL_DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"


class Converter(OpenAPIConverter):
    """Knows the fields of `portal.web.fields`: labels become titles, limits and closed lists are told."""

    def init_attribute_functions(self) -> None:
        """Let what this portal knows of a field have the last word."""
        super().init_attribute_functions()  # type: ignore[no-untyped-call]
        self.attribute_functions.append(self.field_of_portal)

    def field_of_portal(self, field: fields.Field[Any], **_known: Any) -> dict[str, Any]:
        """Return what apispec cannot know of a field."""
        about = {"title": field.metadata.get("label"), "description": field.metadata.get("hint")}
        told = {name: text for name, text in about.items() if text and name not in field.metadata}
        if isinstance(field, Choice):
            told |= _closed([member.value for member in field.members], nullable=field.allow_none)
        elif isinstance(field, OneOf):
            told |= _closed(list(field.values), nullable=field.allow_none)
        elif isinstance(field, Partial):
            told |= {"type": _type("string", nullable=field.allow_none), "pattern": _PARTIAL_DATE}
        elif isinstance(field, WholeNumber):
            told["type"] = _type("integer", nullable=field.allow_none)
        elif isinstance(field, Listing):
            told |= {"maxItems": field.most, "items": _without_null(self.field2property(field.inner))}
        elif isinstance(field, Text):
            told |= {"maxLength": field.max_length} | _form(field)
        return told


class Plugin(MarshmallowPlugin):
    """marshmallow in OpenAPI with our converter."""

    Converter = Converter


class Api(flask_smorest.Api):  # type: ignore[misc] # flask-smorest ships no types
    """flask-smorest without its own form of errors: `portal.web.errors` answers, `ProblemSchema` describes."""

    DEFAULT_ERROR_RESPONSE_NAME = None

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._pending: list[Callable[[], None]] = []
        self._turn = Lock()

    def init_app(self, app: Flask, **options: Any) -> None:
        """Bind to an application, of which nothing is described yet."""
        self._pending.clear()
        super().init_app(app, **options)

    def describe_later(self, describe: Callable[[], None]) -> None:
        """Call `describe` when the document is first asked for."""
        self._pending.append(describe)

    def document(self) -> dict[str, Any]:
        """Return the OpenAPI document, without the schemas that flask-smorest brings along and nobody refers to."""
        with self._turn:
            while self._pending:
                self._pending.pop(0)()
        described: dict[str, Any] = self.spec.to_dict()
        text, schemas = json.dumps(described), described["components"]["schemas"]
        used = {name: schema for name, schema in schemas.items() if f'"#/components/schemas/{name}"' in text}
        return {**described, "components": {"schemas": used}}


class Blueprint(flask_smorest.Blueprint):  # type: ignore[misc] # flask-smorest ships no types
    """A blueprint whose doors are described when somebody asks: most processes end before anybody does."""

    def register_views_in_doc(self, api: Api, *known: Any, **options: Any) -> None:
        """Describe the doors later."""
        api.describe_later(partial(super().register_views_in_doc, api, *known, **options))


class ProblemDetailSchema(Schema):
    """One thing that is wrong with a request."""

    detail = fields.String(required=True, metadata={"description": "Was falsch ist, auf Deutsch"})
    pointer = fields.String(
        required=True,
        metadata={
            "description": "Wo es steht: ein JSON Pointer (RFC 6901) mit dem Namen des Parameters",
            "example": "#/page_size",
        },
    )


class ProblemSchema(Schema):
    """A refusal after RFC 9457 (application/problem+json)."""

    type = fields.String(required=True, metadata={"example": "about:blank"})
    title = fields.String(required=True, metadata={"description": "Worum es geht, auf Deutsch"})
    status = fields.Integer(required=True, metadata={"description": "Der HTTP-Status"})
    detail = fields.String(required=True, metadata={"description": "Was geschehen ist, auf Deutsch"})
    errors = fields.List(fields.Nested(ProblemDetailSchema), metadata={"description": "Alle Fehler der Anfrage"})


def _type(name: str, *, nullable: bool) -> str | list[str]:
    return [name, "null"] if nullable else name


def _without_null(described: dict[str, Any]) -> dict[str, Any]:
    """Return an item of a list: empty ones are left out, so none is null."""
    if "type" in described and isinstance(described["type"], list):
        described["type"] = next(name for name in described["type"] if name != "null")
    if "enum" in described:
        described["enum"] = [value for value in described["enum"] if value is not None]
    return described


def _closed(values: list[Any], *, nullable: bool) -> dict[str, Any]:
    return {"type": _type("string", nullable=nullable), "enum": [*values, None] if nullable else values}


def _form(field: Text) -> dict[str, str]:
    if isinstance(field, Url):
        return {"format": "uri"}
    if isinstance(field, Email):
        return {"format": "email"}
    return {"pattern": f"^(?:{field.pattern.pattern})$"} if isinstance(field, Pattern) else {}
