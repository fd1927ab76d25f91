"""What the doors of second steps share."""

from flask import Response, current_app

from portal import running
from portal.accounts.factors.required import Required
from portal.errors import NotFound
from portal.sealing import Sealing


def sealing() -> Sealing:
    """Return what seals the keys of apps."""
    found: Sealing = current_app.extensions["sealing"]
    return found


def required() -> Required:
    """Return for whom the operator requires a second step."""
    return Required(running.settings().require_second_factor)


def json_answer(options: str | None) -> Response:
    """Return options for a browser as JSON. Raises NotFound where there are no passkeys."""
    if options is None:
        raise NotFound
    return Response(options, mimetype="application/json")
