"""Writing in a case: to the other side, or a note for the own."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.errors import Invalid, Throttled
from portal.orm import LARGEST_ID
from portal.partnerships.access import own_sides
from portal.partnerships.cases.page import Typed, case_page
from portal.partnerships.cases.views import blueprint
from portal.partnerships.doors import acting, current_actor, find, id_in
from portal.partnerships.fields import Field
from portal.partnerships.models import Message
from portal.partnerships.talking import seen
from portal.partnerships.talking import service as talking
from portal.partnerships.talking.seen import Shown
from portal.partnerships.typed import chosen_side, form_of, side_field
from portal.projects.doors import seen_version
from portal.web.guards import signed_in
from portal.work import reading, unit_of_work

_CASE = f"/partnerschaften/<int(max={LARGEST_ID}):case_id>"

Answer = tuple[str, int] | tuple[str, int, dict[str, str]] | Response
Verb = Callable[..., Message]


@blueprint.post(f"{_CASE}/nachrichten")
@signed_in
def say(case_id: int) -> Answer:
    """Send a message to the other side."""
    return _write(case_id, talking.MESSAGE, talking.say, _("Ihre Nachricht ist gesendet."))


@blueprint.post(f"{_CASE}/notizen")
@signed_in
def note(case_id: int) -> Answer:
    """Keep a note for the own side."""
    return _write(case_id, talking.NOTE, talking.note, _("Ihre Notiz ist gespeichert. Nur Ihre Seite liest sie."))


@blueprint.post(f"{_CASE}/gelesen")
@signed_in
def mark_seen(case_id: int) -> Response:
    """Keep that the reader has seen what the page showed; what came meanwhile stays new."""
    with unit_of_work() as session:
        seen.mark(session, acting(), case_id, seen_version("step"), id_in("message"))
    flash(_("Als gelesen markiert."), "success")
    return redirect(url_for("partnerships.show", case_id=case_id), 303)


def _write(case_id: int, fields: Sequence[Field], verb: Verb, done: str) -> Answer:
    form, [field] = form_of(fields, {}), fields
    name = f"{field.name}_side"
    raw = form.read(request.form) | {name: request.form.get(name, "")}
    shown = Shown(seen_version("seen_step"), id_in("seen_message"))
    try:
        with reading() as session:
            case = find(session, case_id)  # before anything is said of what was typed
            asked = side_field(case, own_sides(current_actor(), case), name)
        text, side = form.load(raw)[field.name], chosen_side(asked, request.form, name)
        with unit_of_work() as session:
            verb(session, acting(), case_id, text, side=side, shown=shown)
    except Invalid as error:
        return _again(case_id, raw, error.errors), 422
    except talking.NotYet as error:
        return _again(case_id, raw, {field.name: [_(error.message)]}), 409
    except Throttled as error:
        wait = _("Sie haben heute schon sehr viel geschrieben. Bitte machen Sie morgen weiter.")
        return _again(case_id, raw, {field.name: [wait]}), 429, {"Retry-After": str(error.retry_after)}
    flash(done, "success")
    return redirect(url_for("partnerships.show", case_id=case_id, _anchor="nachrichten"), 303)


def _again(case_id: int, raw: dict[str, Any], errors: dict[str, list[str]]) -> str:
    with reading() as session:
        return case_page(session, find(session, case_id), typed=Typed(raw, errors))
