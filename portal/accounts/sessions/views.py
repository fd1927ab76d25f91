"""The page "Meine Anmeldungen": where somebody is signed in, and the way out of each."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import format_datetime, ngettext
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.access import Actor
from portal.accounts import queries as accounts
from portal.accounts.login import idle
from portal.accounts.sessions import queries, service
from portal.accounts.sessions.models import METHOD_LABELS, AccountSession
from portal.orm import LARGEST_ID, utcnow
from portal.text import N_
from portal.web.guards import current_actor, signed_in
from portal.web.own_pages import OwnPage
from portal.web.presentation import german_moment
from portal.work import reading, unit_of_work

blueprint = Blueprint("sessions", __name__)


@dataclass(frozen=True)
class SessionView:
    """A sign-in in words."""

    id: int
    device: str
    how: str
    since: str
    seen: str
    is_this: bool


@blueprint.get("/konto/anmeldungen")
@signed_in
def listing() -> str:
    """List the sign-ins of the person, this browser first."""
    with reading() as db:
        found = queries.of_account(db, current_user.actor.account_id, idle(), utcnow())
        has_password = bool(accounts.by_actor(db, current_actor()).password_hash)
    views = sorted((_view(each) for each in found), key=lambda view: not view.is_this)
    hours = queries.longest(idle()) // timedelta(hours=1)
    return render_template("accounts/own/sessions.html", sessions=views, hours=hours, has_password=has_password)


@blueprint.post(f"/konto/anmeldungen/<int(max={LARGEST_ID}):session_id>/abmelden")
@signed_in
def end(session_id: int) -> Response:
    """Sign another browser out."""
    with unit_of_work() as db:
        service.end(db, current_actor(), session_id)
    flash(_("Dieser Browser ist abgemeldet."), "success")
    return redirect(url_for("sessions.listing"), 303)


@blueprint.post("/konto/anmeldungen/andere-abmelden")
@signed_in
def end_others() -> Response:
    """Sign all other browsers out."""
    with unit_of_work() as db:
        service.end_others(db, current_actor(), current_user.session_id)
    flash(_("Alle anderen Browser sind abgemeldet."), "success")
    return redirect(url_for("sessions.listing"), 303)


def _view(row: AccountSession) -> SessionView:
    return SessionView(
        id=row.id,
        device=_device(row),
        how=_(METHOD_LABELS[row.method]),
        since=german_moment(row.created_at),
        seen=_hour(row.last_seen_at),
        is_this=row.id == current_user.session_id,
    )


def _device(row: AccountSession) -> str:
    if row.browser and row.system:
        return str(_("%(browser)s auf %(system)s", browser=row.browser, system=row.system))
    return row.browser or row.system or str(_("Unbekannter Browser"))


def _hour(moment: datetime) -> str:
    return str(_("%(moment)s Uhr", moment=format_datetime(moment, "dd.MM.yyyy, HH")))


def _state(db: Session, actor: Actor) -> str:
    assert actor.account_id is not None
    count = len(queries.of_account(db, actor.account_id, idle(), utcnow()))
    return str(
        ngettext("Sie sind nur in diesem Browser angemeldet.", "Sie sind in %(num)d Browsern angemeldet.", count)
    )


OWN_PAGE = OwnPage(N_("Meine Anmeldungen"), "sessions.listing", "clock", _state)
