"""The page "Meine Angaben"."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.access import Actor
from portal.accounts import queries
from portal.accounts.details import service
from portal.accounts.details.schemas import DetailsSchema
from portal.errors import Invalid
from portal.text import N_
from portal.web.forms import Form
from portal.web.guards import current_actor, signed_in
from portal.web.own_pages import OwnPage
from portal.work import reading, unit_of_work

blueprint = Blueprint("details", __name__)


@blueprint.get("/konto/angaben")
@signed_in
def own() -> str:
    """Show what the person says about himself, as a form."""
    form = Form(DetailsSchema())
    with reading() as session:
        account = queries.by_actor(session, current_actor())
        saved = {name: getattr(account, name) for name in DetailsSchema().fields}
    return _page(form, form.dump(saved))


@blueprint.post("/konto/angaben")
@signed_in
def describe() -> Response | tuple[str, int]:
    """Save it."""
    form = Form(DetailsSchema())
    raw = form.read(request.form)
    try:
        given = form.load(raw)
        with unit_of_work() as session:
            service.describe(session, current_actor(), **given)
    except Invalid as error:
        return _page(form, raw, error.errors), 422
    flash(_("Gespeichert."), "success")
    return redirect(url_for("own.overview"), 303)


def _page(form: Form, raw: Mapping[str, Any], errors: Mapping[str, Sequence[str]] | None = None) -> str:
    view = form.view(raw, errors)
    return render_template("accounts/own/details.html", form=view, has_errors=view.has_errors)


def _state(session: Session, actor: Actor) -> str:
    account = queries.by_actor(session, actor)
    return ", ".join(each for each in (account.display_name, account.position, account.phone) if each)


OWN_PAGE = OwnPage(N_("Meine Angaben"), "details.own", "edit", _state)
