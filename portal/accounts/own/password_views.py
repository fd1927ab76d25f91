"""Change the own password."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.access import Actor
from portal.accounts import queries, service
from portal.accounts.factors.queries import least_password
from portal.accounts.login import enter
from portal.accounts.own.confirming import recently_confirmed
from portal.accounts.schemas import NewPasswordSchema
from portal.errors import Invalid
from portal.text import N_
from portal.web.forms import Form
from portal.web.guards import current_actor, signed_in
from portal.web.own_pages import OwnPage
from portal.work import reading, unit_of_work

blueprint = Blueprint("own_password", __name__)


@blueprint.get("/konto/passwort")
@signed_in
@recently_confirmed
def ask() -> str:
    """Ask for the new password."""
    return _page()


@blueprint.post("/konto/passwort")
@signed_in
@recently_confirmed
def change() -> Response | tuple[str, int]:
    """Change it; every sign-in ends, and this browser is signed in anew."""
    form = Form(NewPasswordSchema())
    actor = current_actor()
    try:
        password = form.load(form.read(request.form))["password"]
        with unit_of_work() as db:
            account = queries.by_actor(db, actor)
            had_one = bool(account.password_hash)
            service.set_password(db, actor, account, password, least=least_password(db, account.id))
    except Invalid as error:
        return _page(error.errors), 422
    enter(account, current_user.method)
    done = _("Ihr Passwort ist geändert.") if had_one else _("Ihr Passwort ist festgelegt.")
    flash(f"{done} {_('Alle anderen Browser sind abgemeldet.')}", "success")
    return redirect(url_for("own.overview"), 303)


def _page(errors: dict[str, list[str]] | None = None) -> str:
    form = Form(NewPasswordSchema()).view({}, errors)
    with reading() as db:
        account = queries.by_actor(db, current_actor())
        least = least_password(db, account.id)
    return render_template(
        "accounts/own/password.html",
        form=form,
        has_errors=form.has_errors,
        email=account.email,
        has_password=bool(account.password_hash),
        least=least,
    )


def _state(db: Session, actor: Actor) -> str:
    if not queries.by_actor(db, actor).password_hash:
        return str(_("Keines festgelegt. Sie melden sich über Ihre Verwaltung an."))
    return str(_("Ändern Sie es, wenn jemand anderes es kennen könnte."))


OWN_PAGE = OwnPage(N_("Passwort"), "own_password.ask", "edit", _state)
