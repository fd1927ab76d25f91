"""Change the mail address of the own account, and confirm the new one through the link in its mail."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal import running
from portal.access import Actor
from portal.accounts import queries as accounts
from portal.accounts.address import queries, service
from portal.accounts.address.schemas import AddressSchema
from portal.accounts.own.confirming import recently_confirmed
from portal.accounts.service import AddressTaken
from portal.accounts.wording import please_wait, waiting_header
from portal.errors import Invalid, Throttled
from portal.links import LinkBroken, LinkExpired
from portal.orm import utcnow
from portal.text import N_
from portal.web.forms import Form
from portal.web.guards import current_actor, signed_in
from portal.web.own_pages import OwnPage
from portal.work import reading, unit_of_work

blueprint = Blueprint("address", __name__)

Answer = str | Response | tuple[str, int] | tuple[str, int, dict[str, str]]


@blueprint.get("/konto/adresse")
@signed_in
@recently_confirmed
def ask() -> str:
    """Ask for the new address."""
    return _page({})


@blueprint.post("/konto/adresse")
@signed_in
@recently_confirmed
def change() -> Answer:
    """Order the mail to it; the answer is the same whether another account has it or not."""
    form = Form(AddressSchema())
    raw = form.read(request.form)
    try:
        address = form.load(raw)["email"]
        with unit_of_work() as db:
            service.request(db, current_actor(), address, utcnow())
    except Throttled as error:
        return _page(raw, {"": [please_wait(error)]}), 429, waiting_header(error)
    except Invalid as error:
        return _page(raw, error.errors), 422
    return redirect(url_for("address.ask"), 303)  # which says that it waits for the link in the mail


@blueprint.post("/konto/adresse/zuruecknehmen")
@signed_in
def withdraw() -> Response:
    """Leave the address as it is."""
    with unit_of_work() as db:
        service.withdraw(db, current_actor())
    flash(_("Ihre Adresse bleibt, wie sie ist."), "success")
    return redirect(url_for("own.overview"), 303)


@blueprint.get("/adresse-bestaetigen/<token>")
@signed_in
@recently_confirmed
def ask_confirmation(token: str) -> Answer:
    """Ask for the confirmation: mail programs open links by themselves."""
    try:
        with reading() as db:
            found = service.change_of(db, current_actor(), token, running.links())
    except (LinkBroken, LinkExpired, service.OfAnother) as error:
        return _useless(error)
    return render_template("accounts/address/confirm.html", address=found.new_address)


@blueprint.post("/adresse-bestaetigen/<token>")
@signed_in
@recently_confirmed
def confirm(token: str) -> Answer:
    """Change the address."""
    try:
        with unit_of_work() as db:
            account = service.confirm(
                db, current_actor(), token, running.links(), current_app.extensions["address_moved"]
            )
    except (LinkBroken, LinkExpired, service.OfAnother, AddressTaken) as error:
        return _useless(error)
    if account.password_hash:
        flash(_("Die neue Adresse gilt. Melden Sie sich künftig mit %(address)s an.", address=account.email), "success")
    else:  # the sign-in is over the own administration and does not change
        flash(_("Die neue Adresse gilt: %(address)s", address=account.email), "success")
    return redirect(url_for("own.overview"), 303)


def _page(raw: dict[str, str], errors: dict[str, list[str]] | None = None) -> str:
    form = Form(AddressSchema()).view(raw, errors)
    with reading() as db:
        account = accounts.by_actor(db, current_actor())
        waiting = queries.of_account(db, account.id)
    return render_template(
        "accounts/own/address.html", form=form, has_errors=form.has_errors, account=account, waiting=waiting
    )


def _useless(error: LinkBroken | LinkExpired | service.OfAnother | AddressTaken) -> tuple[str, int]:
    again, again_text = url_for("address.ask"), _("Adresse ändern")
    if isinstance(error, service.OfAnother):
        again, again_text = url_for("accounts.sign_in", next=request.path), _("Mit anderem Konto anmelden")
    return render_template("accounts/useless_link.html", error=error, again=again, again_text=again_text), 404


def _state(db: Session, actor: Actor) -> str:
    account = accounts.by_actor(db, actor)
    waiting = queries.of_account(db, account.id)
    if waiting is not None:
        return str(_("%(address)s wartet auf Ihre Bestätigung", address=waiting.new_address))
    return account.email


OWN_PAGE = OwnPage(N_("E-Mail-Adresse"), "address.ask", "mail", _state)
