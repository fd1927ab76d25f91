"""Add and remove passkeys."""

from flask import Blueprint, Response, render_template, request, url_for
from flask_babel import gettext as _

from portal.accounts import queries as accounts
from portal.accounts.factors import challenges, passkey_service, passkeys, queries, service
from portal.accounts.factors.doors import json_answer, required
from portal.accounts.factors.models import Passkey
from portal.accounts.factors.schemas import PasskeySchema
from portal.accounts.factors.views import Answer, done, removal_page, removing
from portal.accounts.own.confirming import recently_confirmed
from portal.errors import Invalid, NotFound
from portal.orm import LARGEST_ID, utcnow
from portal.text import N_
from portal.web.forms import Form
from portal.web.guards import current_actor, signed_in
from portal.work import reading, unit_of_work

blueprint = Blueprint("passkeys", __name__)

_PURPOSE = "create"
_ONE = f"/konto/zweiter-schritt/passkeys/<int(max={LARGEST_ID}):passkey_id>/entfernen"
_TOO_LATE = N_("Das hat zu lange gedauert. Bitte versuchen Sie es noch einmal.")


@blueprint.get("/konto/zweiter-schritt/passkeys/neu")
@signed_in
@recently_confirmed
def new() -> str:
    """Ask for the name of a new passkey."""
    return _page({})


@blueprint.post("/konto/zweiter-schritt/passkeys/anfrage")
@signed_in
@recently_confirmed
def options() -> Response:
    """Tell the browser what kind of passkey to make."""
    place = challenges.place()
    with reading() as db:
        account = accounts.by_actor(db, current_actor())
        existing = queries.passkeys(db, account.id)
        handle = passkey_service.handle_of(db, account.id)
    if place is None:
        raise NotFound
    challenge = challenges.issue(_PURPOSE, handle)
    return json_answer(
        passkeys.creation_options(place, challenge, handle=handle, email=account.email, existing=existing)
    )


@blueprint.post("/konto/zweiter-schritt/passkeys/neu")
@signed_in
@recently_confirmed
def add() -> Answer:
    """Add what the browser has made; recovery codes are shown in this answer and never again."""
    form = Form(PasskeySchema())
    raw = form.read(request.form)
    answered = challenges.answered(_PURPOSE, request.form.get("credential", ""))
    try:
        name = form.load(raw)["name"]
        if answered is None:
            raise Invalid({"": [_TOO_LATE]})
        answer, handle = answered
        with unit_of_work() as db:
            codes = passkey_service.add(db, current_actor(), answer, handle=handle, name=name, now=utcnow())
    except Invalid as error:
        return _page(raw, error.errors), 422
    return done(_("Der Passkey „%(name)s“ ist eingerichtet.", name=name), codes)


@blueprint.get(_ONE)
@signed_in
@recently_confirmed
def removal(passkey_id: int) -> str:
    """Ask whether a passkey shall really go."""
    return _removal_page(passkey_id)


@blueprint.post(_ONE)
@signed_in
@recently_confirmed
def remove(passkey_id: int) -> Answer:
    """Remove it."""
    return removing(
        lambda db, password: service.remove_passkey(db, current_actor(), passkey_id, password, required()),
        lambda errors: _removal_page(passkey_id, errors),
        _("Der Passkey ist entfernt. Löschen Sie ihn auch auf Ihrem Gerät."),
    )


def _own(passkey_id: int) -> Passkey:
    with reading() as db:
        own = queries.passkeys(db, accounts.by_actor(db, current_actor()).id)
    found = next((each for each in own if each.id == passkey_id), None)
    if found is None:
        raise NotFound
    return found


def _removal_page(passkey_id: int, errors: dict[str, list[str]] | None = None) -> str:
    heading = _("Passkey „%(name)s“ entfernen", name=_own(passkey_id).name)
    return removal_page(heading, url_for("passkeys.remove", passkey_id=passkey_id), errors)


def _page(raw: dict[str, str], errors: dict[str, list[str]] | None = None) -> str:
    form = Form(PasskeySchema()).view(raw, errors)
    return render_template("accounts/own/new_passkey.html", form=form, has_errors=form.has_errors)
