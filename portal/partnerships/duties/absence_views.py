"""The page "Abwesenheit": from when to when, and who stands in for each organisation."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.access import Actor
from portal.errors import Invalid
from portal.members import queries as members
from portal.orm import utcnow
from portal.partnerships.calendar import day_of
from portal.partnerships.duties import absence
from portal.text import N_
from portal.web.fields import Day, Key, PortalSchema
from portal.web.forms import Choices, Form
from portal.web.guards import current_actor, signed_in
from portal.web.own_pages import OwnPage
from portal.web.presentation import german_date
from portal.work import reading, unit_of_work

blueprint = Blueprint("absence", __name__)


@blueprint.get("/konto/abwesenheit")
@signed_in
def own() -> str:
    """Show what is entered, as a form."""
    with reading() as session:
        entered = _still(session, current_actor())
        raw = {f"deputy_{each.organisation_id}": str(each.deputy_id) for each in entered}
        if entered:
            raw |= {"first_day": german_date(entered[0].first_day), "last_day": german_date(entered[0].last_day)}
        return _page(_form(session), raw, entered=bool(entered))


@blueprint.post("/konto/abwesenheit")
@signed_in
def enter() -> Response | tuple[str, int]:
    """Keep it."""
    with reading() as session:
        form, entered = _form(session), bool(_still(session, current_actor()))
    raw = form.read(request.form)
    try:
        given = form.load(raw)
        deputies = {int(name.removeprefix("deputy_")): given[name] for name in given if name.startswith("deputy_")}
        deputies = {of: deputy for of, deputy in deputies.items() if deputy is not None}
        if not deputies:
            raise Invalid({"": [_("Bitte wählen Sie mindestens eine Person, die Sie vertritt.")]})
        with unit_of_work() as session:
            actor, first, last = current_actor(), given["first_day"], given["last_day"]
            absence.enter(session, actor, utcnow(), first, last, deputies)
            needed = absence.also_deputy(session, actor.account_id, first, last)
    except Invalid as error:
        return _page(form, raw, error.errors, entered=entered), 422
    flash(_("Ihre Abwesenheit ist eingetragen."), "success")
    if needed:
        flash(_("In diesen Tagen vertreten Sie selbst jemanden. Bitte klären Sie, wer das dann tut."), "info")
    return redirect(url_for("absence.own"), 303)


@blueprint.post("/konto/abwesenheit/beenden")
@signed_in
def end() -> Response:
    """Forget it: the person is there."""
    with unit_of_work() as session:
        absence.end(session, current_actor())
    flash(_("Es ist keine Abwesenheit mehr eingetragen."), "success")
    return redirect(url_for("absence.own"), 303)


def _form(session: Session) -> Form:
    actor, choices = current_actor(), {}
    fields: dict[str, Any] = {
        "first_day": Day(required=True, metadata={"label": N_("Erster Tag"), "hint": N_("Zum Beispiel 31.12.2026.")}),
        "last_day": Day(
            required=True, metadata={"label": N_("Letzter Tag"), "hint": N_("Ab dem Tag danach sind Sie wieder dran.")}
        ),
    }
    for organisation in current_user.organisations:
        name = f"deputy_{organisation.id}"
        label = _("Wer vertritt Sie bei %(name)s?", name=organisation.name)
        fields[name] = Key(metadata={"label": label, "kind": "select", "choices": name})
        choices[name] = _colleagues(session, organisation.id, actor)
    return Form(PortalSchema.from_dict(fields)(), list(fields), choices=choices)


def _colleagues(session: Session, organisation_id: int, actor: Actor) -> Choices:
    found = members.colleagues(session, organisation_id, actor.account_id or 0)
    return [("", _("niemand")), *((str(each.id), each.display_name) for each in found)]


def _still(session: Session, actor: Actor) -> Sequence[Any]:
    """Return what is entered and not over."""
    today = day_of(utcnow())
    return [each for each in absence.of_account(session, actor.account_id) if each.last_day >= today]


def _page(
    form: Form, raw: Mapping[str, Any], errors: Mapping[str, Sequence[str]] | None = None, *, entered: bool
) -> str:
    view = form.view(raw, errors)
    return render_template("partnerships/absence.html", form=view, has_errors=view.has_errors, entered=entered)


def _state(session: Session, actor: Actor) -> str:
    entered = _still(session, actor)
    if not entered:
        return str(_("Keine eingetragen."))
    first: date = entered[0].first_day
    last: date = entered[0].last_day
    return str(_("Vom %(first)s bis %(last)s.", first=german_date(first), last=german_date(last)))


OWN_PAGE = OwnPage(N_("Abwesenheit"), "absence.own", "calendar", _state)
