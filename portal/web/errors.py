"""Every refusal as a page people understand, or as an RFC 9457 problem under /api."""

from typing import Any

import structlog
from flask import Flask, Response, jsonify, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, MethodNotAllowed, RequestEntityTooLarge

from portal.errors import Conflict, Gone, Invalid, PortalError, Throttled, status_of
from portal.text import N_
from portal.web.forms import visible

_log = structlog.get_logger()

_TITLES = {
    400: N_("Das konnten wir nicht lesen"),
    403: N_("Kein Zugang"),
    404: N_("Seite nicht gefunden"),
    405: N_("Das geht hier nicht"),
    409: N_("Das geht gerade nicht"),
    410: N_("Nicht mehr vorhanden"),
    413: N_("Das ist zu viel auf einmal"),
    422: N_("Bitte prüfen Sie Ihre Angaben"),
    429: N_("Bitte kurz warten"),
    500: N_("Da ist etwas schiefgegangen"),
    503: N_("Gerade nicht erreichbar"),
}
_TEMPLATES = {403: "errors/403.html", 404: "errors/404.html", 410: "errors/410.html", 500: "errors/500.html"}
# Fields whose content is never shown again: secrets, and what a form carries along that nobody typed.
NOT_SHOWN = frozenset({"csrf_token", "password", "code", "credential", "next", "zurueck", "seen"})
_WORTH_COPYING = 30
_DETAILS = {
    404: N_("Diese Seite gibt es nicht."),
    405: N_("Diese Adresse lässt sich so nicht aufrufen."),
    413: N_(
        "Die Eingabe ist zu groß. Gehen Sie in Ihrem Browser zurück: Dort steht Ihr Text meist noch. Kürzen Sie ihn "
        "und senden Sie noch einmal."
    ),
}


def answer(
    status: int, detail: str, headers: dict[str, str] | None = None, *, title: str | None = None, **more: object
) -> Response:
    """Return the answer for an error: a problem document under /api, else a page. Details are German.

    A `title` of its own makes the page tell the detail under it instead of what is told of all errors of this status.
    """
    template = "errors/base.html" if title else _TEMPLATES.get(status, "errors/base.html")
    title = _(title or _TITLES.get(status, _TITLES[400]))
    if _for_programs():
        response = jsonify({"type": "about:blank", "title": title, "status": status, "detail": detail, **more})
        response.content_type = "application/problem+json"
    else:
        response = Response(render_template(template, status=status, title=title, detail=detail, **more))
    response.status_code = status
    response.headers.extend(headers or {})
    return response


def _for_programs() -> bool:
    return request.path.startswith("/api/")


def _typed() -> dict[str, Any]:
    """Return the texts people sent, so that they can copy them from the page; never what could be a secret.

    A text is what is long or has several words: names and numbers are quickly typed again.
    """
    if request.method != "POST" or _for_programs():
        return {}
    try:
        sent = [visible(text.strip()) for name, text in request.form.items(multi=True) if name not in NOT_SHOWN]
    except RequestEntityTooLarge:  # refused before anybody had looked at the form
        return {}
    return {"typed": [text for text in sent if len(text) >= _WORTH_COPYING or len(text.split()) > 1]}


def _pointed(error: Invalid) -> list[dict[str, str]]:
    """Return each message with a JSON pointer to what it is about, as RFC 9457 does it."""
    return [
        {"detail": _(message), "pointer": "#/" + path.replace("~", "~0").replace("/", "~1").replace(".", "/")}
        for path, messages in error.errors.items()
        for message in messages
    ]


def _more(error: PortalError) -> dict[str, object]:
    """Return what is told of some errors beside the detail."""
    if isinstance(error, Invalid):
        return {"errors": _pointed(error) if _for_programs() else error.errors}
    if isinstance(error, Gone):
        told: dict[str, object] = {"entry_title": error.title, "reason": error.reason}
        return told if _for_programs() or not error.told else {**told, "told": _(error.told).format(**told)}
    return {}


def init_app(app: Flask) -> None:
    """Answer every error in words."""

    @app.errorhandler(PortalError)
    def refused(error: PortalError) -> Response:
        headers = {"Retry-After": str(error.retry_after)} if isinstance(error, Throttled) else {}
        detail = _(error.message).format(**error.values)
        return answer(status_of(error), detail, headers, title=error.heading, **_more(error), **_typed())

    @app.errorhandler(StaleDataError)
    def stale(_error: StaleDataError) -> Response:
        return answer(409, _(Conflict.message), **_typed())

    @app.errorhandler(CSRFError)
    def expired(_error: CSRFError) -> Response:
        detail = _("Ihre Anmeldung ist abgelaufen. Es wurde nichts gespeichert. Melden Sie sich bitte neu an.")
        return answer(400, detail, **_typed())

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Response:
        status = error.code or 500
        if status < 400 or status in {401}:
            return error.get_response()  # type: ignore[return-value]
        if status not in _TITLES:
            status = 400
        known = _DETAILS.get(status, N_("Bitte prüfen Sie die Adresse oder Ihre Eingabe."))
        methods = error.valid_methods if isinstance(error, MethodNotAllowed) else None
        return answer(status, _(known), {"Allow": ", ".join(methods)} if methods else None)

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> Response:
        _log.error("unexpected", path=request.path, exc_info=error)
        return answer(
            500, _("Bei uns ist ein Fehler aufgetreten. Ihre letzte Eingabe wurde vielleicht nicht gespeichert.")
        )
