"""Proposing dates in a case, and answering such a proposal."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.access import ensure
from portal.errors import Conflict, Invalid, NotFound, Throttled
from portal.orm import LARGEST_ID
from portal.partnerships import access, queries
from portal.partnerships.cases.page import Typed, case_page
from portal.partnerships.cases.views import blueprint
from portal.partnerships.doors import acting, current_actor, find, id_in
from portal.partnerships.models import Case, Meeting
from portal.partnerships.talking import meetings
from portal.partnerships.talking.meeting_forms import form as meeting_form
from portal.partnerships.talking.meetings import ANSWER, FIELDS, SLOTS_MAX, Proposal
from portal.partnerships.typed import chosen_side, form_of, side_field, without_side
from portal.partnerships.vocabulary import State
from portal.partnerships.wording import subject
from portal.projects.doors import seen_version
from portal.web.forms import Form
from portal.web.guards import signed_in
from portal.work import reading, unit_of_work

_CASE = f"/partnerschaften/<int(max={LARGEST_ID}):case_id>"
_MEETING = f"{_CASE}/termin/<int(max={LARGEST_ID}):meeting_id>"
_ROWS = 3  # to begin with

Answer = str | tuple[str, int] | tuple[str, int, dict[str, str]] | Response


@blueprint.get(f"{_CASE}/termin")
@signed_in
def meeting(case_id: int) -> Answer:
    """Ask for the dates to propose."""
    with reading() as session:
        case = _find(session, case_id)
        now = acting()
        if not meetings.may_propose(now, case, queries.meetings(session, case.id)):
            flash(_("Ein neuer Terminvorschlag ist gerade nicht möglich. Hier sehen Sie, wie es steht."), "info")
            return _to_case(case_id, 302)
        return _page(case, {"slots": [{}] * _ROWS})


@blueprint.post(f"{_CASE}/termin")
@signed_in
def propose(case_id: int) -> Answer:
    """Propose dates; what does not fit is said with everything as it was typed."""
    form = meeting_form()
    raw = form.read(request.form)
    with reading() as session:
        case = _find(session, case_id)
        asked = _asked(case)
        raw["side"] = request.form.get("side", "")
        if "add_row" in request.form:
            more = [*raw["slots"], {}][:SLOTS_MAX]
            return _page(case, {**raw, "slots": more})
    try:
        given = form.load(raw)
        slots = [(each["day"], each["clock"]) for each in given["slots"]]
        values: dict[str, Any] = {field.name: given.get(field.name) for field in FIELDS}
        side, read = chosen_side(asked, request.form), id_in("seen_message")
        with unit_of_work() as session:
            meetings.propose(session, acting(), case_id, Proposal(slots, **values), side=side, read=read)
    except Invalid as error:
        return _again(case_id, raw, error.errors), 422
    except Conflict as error:
        return _again(case_id, raw, {"": [_(error.message)]}), 409
    except Throttled as error:
        wait = _("Sie haben heute schon sehr viel geschrieben. Bitte machen Sie morgen weiter.")
        return _again(case_id, raw, {"": [wait]}), 429, {"Retry-After": str(error.retry_after)}
    flash(_("Ihr Terminvorschlag ist gesendet."), "success")
    return _to_case(case_id)


@blueprint.post(f"{_MEETING}/zusagen")
@signed_in
def accept_meeting(case_id: int, meeting_id: int) -> Answer:
    """Accept one of the dates."""
    number = seen_version("number")
    return _decide(
        case_id,
        lambda session: meetings.accept(session, acting(), case_id, meeting_id, number, read=_read()),
        _("Der Termin ist zugesagt. Beide Seiten erfahren es."),
    )


@blueprint.post(f"{_MEETING}/ablehnen")
@signed_in
def decline_meeting(case_id: int, meeting_id: int) -> Answer:
    """Decline all dates."""
    form = form_of(ANSWER, {})
    raw = form.read(request.form)
    return _decide(
        case_id,
        lambda session: meetings.decline(
            session, acting(), case_id, meeting_id, form.load(raw).get("answer"), read=_read()
        ),
        _("Die Termine sind abgelehnt. Die andere Seite erfährt es."),
        raw,
    )


@blueprint.post(f"{_MEETING}/absagen")
@signed_in
def withdraw_meeting(case_id: int, meeting_id: int) -> Answer:
    """Take a proposal back or call an accepted date off."""
    return _decide(
        case_id,
        lambda session: meetings.withdraw(session, acting(), case_id, meeting_id, read=_read()),
        _("Abgesagt. Die andere Seite erfährt es."),
    )


def _decide(
    case_id: int, verb: Callable[[Session], Meeting], done: str, raw: Mapping[str, Any] | None = None
) -> Answer:
    errors: Mapping[str, Sequence[str]]
    try:
        with reading() as session:
            _find(session, case_id)  # before anything is said of what was typed
        with unit_of_work() as session:
            verb(session)
    except Invalid as error:
        errors, status = error.errors, 422
    except Conflict as error:
        errors, status = {"": [_(error.message)]}, 409
    except Throttled as error:
        wait = _("Sie haben heute schon sehr viel geschrieben. Bitte machen Sie morgen weiter.")
        return _case(case_id, raw, {"": [wait]}), 429, {"Retry-After": str(error.retry_after)}
    else:
        flash(done, "success")
        return _to_case(case_id)
    return _case(case_id, raw, errors), status


def _case(case_id: int, raw: Mapping[str, Any] | None, errors: Mapping[str, Sequence[str]]) -> str:
    with reading() as session:
        return case_page(session, find(session, case_id), typed=Typed(raw or {}, errors))


def _read() -> int:
    """Return the last message that stood on the page."""
    return id_in("seen_message")


def _asked(case: Case) -> Form | None:
    return side_field(case, access.own_sides(current_actor(), case))


def _find(session: Session, case_id: int) -> Case:
    case = find(session, case_id)
    if case.state is State.DRAFT:
        raise NotFound
    ensure(current_actor(), access.MEET, case)
    return case


def _to_case(case_id: int, status: int = 303) -> Response:
    return redirect(url_for("partnerships.show", case_id=case_id, _anchor="nachrichten"), status)


def _again(case_id: int, raw: Mapping[str, Any], errors: Mapping[str, Sequence[str]]) -> str:
    with reading() as session:
        return _page(_find(session, case_id), raw, errors)


def _page(case: Case, raw: Mapping[str, Any], errors: Mapping[str, Sequence[str]] | None = None) -> str:
    asked = _asked(case)
    wrong, wrong_side = without_side(asked, errors)
    view, side = meeting_form().view(raw, wrong), asked.view(raw, wrong_side) if asked else None
    return render_template(
        "partnerships/meeting.html",
        case=case,
        subject=subject(case),
        form=view,
        side=side,
        has_errors=view.has_errors or bool(side and side.has_errors),
        read=_read(),
    )
