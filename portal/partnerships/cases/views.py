"""The page of a case, and one page for each step that can be taken in it."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.access import allowed, ensure
from portal.errors import Conflict, Invalid, NotFound, Throttled
from portal.organisations import queries as organisations
from portal.orm import LARGEST_ID
from portal.partnerships import access, queries, service
from portal.partnerships import transitions as table
from portal.partnerships.cases import showing, telling
from portal.partnerships.cases.explaining import meanings
from portal.partnerships.cases.page import STEPS, Overtaken, case_page
from portal.partnerships.cases.showing import Shown
from portal.partnerships.colleagues import successors
from portal.partnerships.doors import acting, current_actor, find, first_of, id_in, please_wait
from portal.partnerships.fields import Form
from portal.partnerships.models import Case
from portal.partnerships.offers import said
from portal.partnerships.sending import AlreadyAsked
from portal.partnerships.speaking import OnBehalf
from portal.partnerships.transition import Transition
from portal.partnerships.typed import chosen_side, form_of, side_field, without_side
from portal.partnerships.vocabulary import Side, State
from portal.partnerships.wording import subject
from portal.projects.doors import seen_version
from portal.web import forms
from portal.web.forms import Choices
from portal.web.guards import signed_in
from portal.work import reading, unit_of_work

blueprint = Blueprint("partnerships", __name__)

_CASE = f"/partnerschaften/<int(max={LARGEST_ID}):case_id>"

Answer = str | tuple[str, int] | tuple[str, int, dict[str, str]] | Response
Errors = Mapping[str, Sequence[str]]


@blueprint.get(_CASE)
@signed_in
def show(case_id: int) -> Answer:
    """Show a case: how it stands, what is to do, what was written, and all that has happened."""
    with reading() as session:
        case = find(session, case_id)
        if case.state is State.DRAFT:
            return redirect(url_for("partnership_requests.show", sending_id=case.sending_id))
        return case_page(session, case)


@blueprint.get(f"{_CASE}/<step>")
@signed_in
def ask(case_id: int, step: str) -> Answer:
    """Show what a step means and ask for what it needs."""
    with reading() as session:
        case, transition = find(session, case_id), _step(step)
        ensure(current_actor(), access.STEPS[transition.name], case)
        if transition not in service.open_to(acting(), case):
            flash(_("Das ist gerade nicht möglich. Hier sehen Sie, wie es steht."), "info")
            return redirect(url_for("partnerships.show", case_id=case.id))
        return _step_page(session, case, transition, {})


@blueprint.post(f"{_CASE}/<step>")
@signed_in
def take(case_id: int, step: str) -> Answer:
    """Take the step; where others were faster, say what they did and keep what was typed."""
    seen = seen_version()
    with reading() as session:
        case, transition = find(session, case_id), _step(step)
        if case.state is State.DRAFT:
            return redirect(url_for("partnership_requests.show", sending_id=case.sending_id), 303)
        form, asked = _form(session, case, transition), _asked(case, transition)
    typed = form.read(request.form)
    raw = {**typed, "side": request.form.get("side", "")}
    try:
        given = form.load(typed)
        on_behalf = OnBehalf(chosen_side(asked, request.form), id_in("seen_message"))
        with unit_of_work() as session:
            case = service.perform(session, acting(), transition, case_id, seen, given, on_behalf)
            stays = allowed(current_actor(), access.VIEW, case)
    except Invalid as error:
        return _again(case_id, transition, raw, 422, error.errors)
    except AlreadyAsked as error:
        return _again(case_id, transition, raw, 409, first=error)
    except Conflict:
        return _overtaken(case_id, transition, raw, seen)
    except Throttled as error:
        page, status = _again(case_id, transition, raw, 429, {"": [please_wait(error)]})
        return page, status, {"Retry-After": str(error.retry_after)}
    flash(_("Erledigt: %(step)s", step=said(case, transition.label)), "success")
    if not stays:  # the moderation has closed it, or whoever saw only what is his own has handed it over
        lists = "listing" if transition is table.ASSIGN else "overdue"
        return redirect(url_for(f"partnership_requests.{lists}"), 303)
    return redirect(url_for("partnerships.show", case_id=case_id), 303)


def _step(address: str) -> Transition:
    if address not in STEPS:
        raise NotFound
    return STEPS[address]


def _form(session: Session, case: Case, transition: Transition) -> forms.Form:
    sides = access.sides(current_actor(), transition, case)
    asked = [each for each in transition.fields if any(each in transition.asks(case, side) for side in sides)]
    return form_of(asked, _choices(session, case, transition))


def _asked(case: Case, transition: Transition) -> forms.Form | None:
    return side_field(case, service.sides_for(acting(), transition, case))


def _choices(session: Session, case: Case, transition: Transition) -> dict[str, Choices]:
    """Return the people and places to choose from, by the name of the field."""
    found: dict[str, Choices] = {}
    for field in transition.fields:
        if field.form is Form.COLLEAGUE:
            own = access.sides(current_actor(), transition, case)
            found[field.name] = [
                each for side in own for each in _colleagues(session, case, side, several=len(own) > 1)
            ]
        elif field.form is Form.ORGANISATION:
            others = [one for one in organisations.with_members(session) if one.id not in case.sides.values()]
            found[field.name] = [("", _("keine andere")), *((str(one.id), one.name) for one in others)]
    return found


def _colleagues(session: Session, case: Case, side: Side, *, several: bool) -> Choices:
    name = (case.sender if side is Side.SENDER else case.addressee).name
    return [
        (str(one.id), f"{one.display_name} ({name})" if several else one.display_name)
        for one in successors(session, current_actor(), case.sides[side])
    ]


def _public(case: Case, transition: Transition) -> Shown | None:
    """Return what everybody will read, once both sides agree, of what this step is about; None where it is not."""
    if transition in (table.SHOW, table.CONFIRM_REUSE):
        return showing.announced(case, confirmed=transition is table.CONFIRM_REUSE or case.is_confirmed_reuse)
    return None


def _again(
    case_id: int,
    transition: Transition,
    raw: Mapping[str, Any],
    status: int,
    errors: Errors | None = None,
    *,
    first: AlreadyAsked | None = None,
) -> tuple[str, int]:
    with reading() as session:
        return _step_page(session, find(session, case_id), transition, raw, errors, first=first), status


def _overtaken(case_id: int, transition: Transition, raw: Mapping[str, Any], seen: int) -> Answer:
    """Say what has happened meanwhile: on the page of the step as long as it can be taken or something was typed."""
    with reading() as session:
        case = find(session, case_id)
        possible = transition in service.open_to(acting(), case)
        overtaken = Overtaken(telling.since(session, case, seen), possible=possible)
        if not transition.fields:
            return case_page(session, case, overtaken=overtaken), 409
        return _step_page(session, case, transition, raw, overtaken=overtaken), 409


def _step_page(
    session: Session,
    case: Case,
    transition: Transition,
    raw: Mapping[str, Any],
    errors: Errors | None = None,
    *,
    overtaken: Overtaken | None = None,
    first: AlreadyAsked | None = None,
) -> str:
    again = request.method == "POST" and overtaken is None  # then what was seen counts, else what is shown now
    asked = _asked(case, transition)
    wrong, wrong_side = without_side(asked, errors)
    view = _form(session, case, transition).view(raw, wrong)
    side = asked.view(raw, wrong_side) if asked else None
    return render_template(
        "partnerships/step.html",
        case=case,
        subject=subject(case),
        transition=transition,
        meanings=meanings(transition, case, current_actor()),
        said=said,
        public=_public(case, transition),
        stated=telling.reuse(session, case) if transition is table.CONFIRM_REUSE else (),
        form=view,
        side=side,
        read=id_in("seen_message"),
        has_errors=view.has_errors or bool(side and side.has_errors),
        version=seen_version() if again else case.version,
        proposal=telling.proposal(session, case, queries.timeline(session, case.id)),
        overtaken=overtaken,
        first=first_of(session, first),
    )
