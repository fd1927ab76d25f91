"""Every refusal is a page people understand, or a problem under /api; every answer carries the safe headers."""

import dataclasses
import json

import pytest
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import ImATeapot, RequestEntityTooLarge

from portal import errors
from portal.app import create_app
from portal.extensions import csrf
from portal.web.errors import NOT_SHOWN
from portal.web.fields import Password, PortalSchema
from portal.web.guards import public
from portal.web.headers import CONTENT_SECURITY_POLICY
from portal.web.limits import ANYBODY
from tests.support.pages import Page

RAISED = {
    "not-found": (errors.NotFound(), 404, "Diese Seite gibt es nicht"),
    "gone": (errors.Gone(), 410, "archiviert"),
    "forbidden": (errors.Forbidden(), 403, "Berechtigung"),
    "invalid": (errors.Invalid({"title": ["Der Titel fehlt."]}), 422, "Der Titel fehlt."),
    "conflict": (errors.Conflict("Es pflegt schon: {keeper}.", keeper="Herne {x}"), 409, "Es pflegt schon: Herne {x}."),
    "throttled": (errors.Throttled(90), 429, "Zu viele Versuche"),
    "plain": (errors.PortalError("So nicht."), 400, "So nicht."),
    "stale": (StaleDataError("two at once"), 409, "schneller"),
    "large": (RequestEntityTooLarge(), 413, "zu groß"),
    "teapot": (ImATeapot(), 400, ""),
    "bug": (ZeroDivisionError("secret detail"), 500, "Fehler"),
}


@pytest.fixture
def raising(app):
    """Routes that raise, as pages and under /api."""
    app.config["PROPAGATE_EXCEPTIONS"] = False

    def view(error):
        def raised():
            raise error

        return public(raised)

    for name, (error, _status, _said) in RAISED.items():
        for prefix in ("/pruefung", "/api/pruefung"):
            rule = f"{prefix}/{name}"
            app.add_url_rule(rule, rule, csrf.exempt(view(error)), methods=["GET", "POST"])
    return app


@pytest.mark.parametrize("name", RAISED)
def test_as_a_page(raising, client, name):
    _error, status, said = RAISED[name]
    page = client.page(f"/pruefung/{name}", status=status)

    assert said in page.text
    assert "secret" not in page.response.text
    assert "Traceback" not in page.response.text


@pytest.mark.parametrize("name", RAISED)
def test_as_a_problem(raising, client, name):
    _error, status, _said = RAISED[name]
    answer = client.get(f"/api/pruefung/{name}")

    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    problem = json.loads(answer.text)
    assert problem["status"] == status
    assert {"type", "title", "detail"} <= set(problem)
    assert "secret" not in answer.text


def test_how_long_to_wait_is_said(raising, client):
    assert client.get("/pruefung/throttled").headers["Retry-After"] == "90"


def test_a_form_without_its_token_is_refused(client):
    page = client.post("/anmelden", data={"email": "a@b.de", "password": "x"})
    assert page.status_code == 400


SENT = {
    "reason": "Passt nicht\u00a0zu uns.\r\nZweite Zeile\x00.",
    "link": "https://example.org/eine/lange/adresse",
    "title": "kurz",
    "password": "vier Wörter als Passwort",
    "code": "abcde fghij",
    "credential": '{"id": "abc", "response": {"signature": "def"}}',
    "csrf_token": "x" * 91,
    "next": "/projekte/ein-langer-name-eines-eintrags",
}
REFUSED = [name for name, (error, *_said) in RAISED.items() if isinstance(error, errors.PortalError | StaleDataError)]


@pytest.mark.parametrize("name", REFUSED)
def test_what_was_typed_can_be_copied_from_a_refusal_and_no_secret_is_shown(raising, client, name):
    _error, status, _said = RAISED[name]
    page = Page(client, client.post(f"/pruefung/{name}", data=SENT), status)

    assert [pre.text for pre in page.all("pre")] == ["Passt nicht\u00a0zu uns.\nZweite Zeile\ufffd.", SENT["link"]]
    assert "Ihr Text ist nicht gespeichert." in page.text
    for secret in ("password", "code", "credential", "csrf_token", "next"):
        assert SENT[secret] not in page.text


@pytest.mark.parametrize("name", REFUSED)
def test_nothing_is_shown_again_to_programs_or_of_an_address(raising, client, name):
    assert SENT["link"] not in client.post(f"/api/pruefung/{name}", data=SENT).text
    assert SENT["link"] not in client.get(f"/pruefung/{name}", query_string=SENT).text


def test_a_refusal_before_a_form_too_large_was_read_stays_that_refusal(raising, client):
    page = Page(client, client.post("/pruefung/forbidden", data="x=" + "y" * (ANYBODY + 1)), 403)
    assert page.texts("pre") == []


def every_schema(root=PortalSchema):
    for schema in root.__subclasses__():
        yield schema
        yield from every_schema(schema)


def test_no_field_with_a_secret_is_ever_shown_again(app):
    secret = {
        name
        for schema in every_schema()
        for name, field in schema._declared_fields.items()
        if isinstance(field, Password) or field.metadata.get("autocomplete") == "one-time-code"
    }
    assert {"password", "code"} <= secret <= NOT_SHOWN


def test_other_methods_are_refused_in_words(client):
    answer = client.delete("/anmelden")
    assert answer.status_code == 405
    assert "Allow" in answer.headers


def test_too_large_a_form_is_refused(client):
    assert client.post("/anmelden", data={"email": "x" * 2_000_000}).status_code == 413


@pytest.mark.parametrize(
    "path", ["/anmelden", "/gibt-es-nicht", "/api/v1/gibt-es-nicht", "/static/favicon.svg", "/pruefung/bug"]
)
def test_every_answer_carries_the_safe_headers(raising, client, path):
    with client.get(path) as answer:
        headers = answer.headers

    assert headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "Permissions-Policy" in headers
    assert "Strict-Transport-Security" not in headers
    assert ("no-store" in headers["Cache-Control"]) == (not path.startswith("/static/"))


def test_over_https_cookies_are_secure_and_browsers_stay_there(settings):

    app = create_app(dataclasses.replace(settings, base_url="https://projekte.example.org"))
    answer = app.test_client().get("/anmelden")

    assert "max-age" in answer.headers["Strict-Transport-Security"]
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-portal=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}
    assert "Domain" not in cookie
    app.extensions["database"].dispose()


def test_each_answer_has_the_id_its_log_lines_carry(client):
    given = client.get("/anmelden", headers={"X-Request-ID": "0123-abcd"})
    assert given.headers["X-Request-ID"] == "0123-abcd"
    for unsafe in ("short", "x" * 65, "with space", "a\tb-12345"):
        made = client.get("/anmelden", headers={"X-Request-ID": unsafe}).headers["X-Request-ID"]
        assert made != unsafe
        assert len(made) == 16
