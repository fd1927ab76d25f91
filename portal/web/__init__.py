"""What all doors share: guards, headers, forms, listings, template filters, error pages."""

from flask import Flask
from flask.json.provider import DefaultJSONProvider

from portal.settings import Settings
from portal.web import errors, guards, headers, presentation, static_files


def init_app(app: Flask, settings: Settings) -> None:
    """Bind everything shared to the application."""
    guards.init_app(app)
    headers.init_app(app, https=settings.https)
    presentation.init_app(app)
    static_files.init_app(app)
    errors.init_app(app)
    app.jinja_env.globals["is_demo"] = settings.demo
    guards.public(app.view_functions["static"])
    if isinstance(app.json, DefaultJSONProvider):  # fields in the order of their schema, umlauts as such
        app.json.sort_keys = app.json.ensure_ascii = False
