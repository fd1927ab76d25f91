"""The page "Zweiter Schritt beim Anmelden": set up and remove an app, renew recovery codes."""

from collections.abc import Callable

import segno
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.access import Actor
from portal.accounts import queries as accounts
from portal.accounts import tries
from portal.accounts.factors import challenges, queries, recovery, service, totp
from portal.accounts.factors.doors import required, sealing
from portal.accounts.factors.required import is_required
from portal.accounts.factors.schemas import AppCodeSchema
from portal.accounts.own.confirming import own_try, recently_confirmed
from portal.accounts.schemas import ConfirmSchema
from portal.accounts.wording import please_wait, waiting_header
from portal.errors import Invalid, NotFound, Throttled
from portal.orm import utcnow
from portal.text import N_
from portal.web.forms import Form
from portal.web.guards import SIGNED_IN, current_actor, guard_of_request, signed_in
from portal.web.own_pages import OwnPage
from portal.work import reading, unit_of_work

blueprint = Blueprint("factors", __name__)

_ISSUER = "Projektnachbarn"
Answer = str | Response | tuple[str, int] | tuple[str, int, dict[str, str]]


@blueprint.before_app_request
def lead_to_setup() -> Response | None:
    """Lead whoever needs a second step and has none to its page, wherever else he or she wanted to."""
    if guard_of_request() != SIGNED_IN or request.path.startswith("/konto"):
        return None
    return redirect(url_for("factors.overview")) if current_user.needs_second_step else None


@blueprint.get("/konto/zweiter-schritt")
@signed_in
def overview() -> str:
    """Show which second steps there are."""
    with reading() as db:
        account = accounts.by_actor(db, current_actor())
        return render_template(
            "accounts/own/second_step.html",
            has=queries.second_step(db, account.id),
            passkeys=queries.passkeys(db, account.id),
            passkeys_possible=challenges.place() is not None,
            codes_left=len(queries.recovery_codes(db, account.id)),
            codes_of=recovery.COUNT,
            required=is_required(required(), accounts.actor_of(account)),
            has_password=bool(account.password_hash),
        )


@blueprint.post("/konto/zweiter-schritt/app")
@signed_in
@recently_confirmed
def begin_app() -> Response:
    """Make a key for an app and show it."""
    with unit_of_work() as db:
        service.begin_app(db, current_actor(), sealing(), utcnow())
    return redirect(url_for("factors.app"), 303)


@blueprint.get("/konto/zweiter-schritt/app")
@signed_in
@recently_confirmed
def app() -> Answer:
    """Show the key as long as no code has confirmed it, and ask for one."""
    return _app_page()


@blueprint.post("/konto/zweiter-schritt/app/bestaetigen")
@signed_in
@recently_confirmed
def confirm_app() -> Answer:
    """Let the app count; recovery codes are shown in this answer and never again."""
    form = Form(AppCodeSchema())
    try:
        code = form.load(form.read(request.form))["code"]
        with unit_of_work() as db:
            codes = service.confirm_app(db, current_actor(), sealing(), code, utcnow())
    except Invalid as error:
        page = _app_page(error.errors)
        return (page, 422) if isinstance(page, str) else page
    return done(_("Die App ist eingerichtet. Beim Anmelden fragen wir künftig nach ihrem Code."), codes)


@blueprint.get("/konto/zweiter-schritt/app/entfernen")
@signed_in
@recently_confirmed
def app_removal() -> str:
    """Ask whether the app shall really go."""
    return removal_page(_("App entfernen"), url_for("factors.remove_app"))


@blueprint.post("/konto/zweiter-schritt/app/entfernen")
@signed_in
@recently_confirmed
def remove_app() -> Answer:
    """Remove it."""
    return removing(
        lambda db, password: service.remove_app(db, current_actor(), password, required()),
        lambda errors: removal_page(_("App entfernen"), url_for("factors.remove_app"), errors),
        _("Die App ist entfernt."),
    )


@blueprint.get("/konto/zweiter-schritt/ersatzcodes")
@signed_in
@recently_confirmed
def recovery_codes() -> str:
    """Ask whether there shall be new recovery codes."""
    with reading() as db:
        if not queries.second_step(db, accounts.by_actor(db, current_actor()).id):
            raise NotFound
    return render_template("accounts/own/recovery_codes.html", count=recovery.COUNT)


@blueprint.post("/konto/zweiter-schritt/ersatzcodes")
@signed_in
@recently_confirmed
def renew_recovery_codes() -> Answer:
    """Make new recovery codes; they are shown in this answer and never again."""
    with unit_of_work() as db:
        codes = service.renew_recovery_codes(db, current_actor())
    return done(_("Ihre alten Ersatzcodes gelten nicht mehr."), codes)


def done(message: str, codes: list[str]) -> Answer:
    """Say what was done; with new recovery codes on a page of its own, as nobody can show them again."""
    if codes:
        return render_template("accounts/own/new_codes.html", message=message, codes=codes)
    flash(message, "success")
    return redirect(url_for("factors.overview"), 303)


def removing(
    removal: Callable[[Session, str], None], page: Callable[[dict[str, list[str]]], str], message: str
) -> Answer:
    """Remove a step with the password that was sent, if the account has one, and say so; else show the page again."""
    try:
        with reading() as db:
            has_password = bool(accounts.by_actor(db, current_actor()).password_hash)
        if has_password:
            _remove_with_password(removal)
        else:
            with unit_of_work() as db:
                removal(db, "")
    except Throttled as error:
        return page({"password": [please_wait(error)]}), 429, waiting_header(error)
    except Invalid as error:
        return page(error.errors), 422
    except service.LastStep as error:
        return page({"": [error.message]}), 422
    flash(message, "success")
    return redirect(url_for("factors.overview"), 303)


def _remove_with_password(removal: Callable[[Session, str], None]) -> None:
    form, tried = Form(ConfirmSchema()), own_try()
    password = form.load(form.read(request.form))["password"]
    with unit_of_work() as db:
        tries.begin(db, tried)
    with unit_of_work() as db:
        removal(db, password)
        tries.succeeded(db, tried)


def removal_page(heading: str, action: str, errors: dict[str, list[str]] | None = None) -> str:
    """Return the page that asks for the password before a step is removed."""
    form = Form(ConfirmSchema()).view({}, errors)
    with reading() as db:
        account = accounts.by_actor(db, current_actor())
        has = queries.second_step(db, account.id)
    return render_template(
        "accounts/own/remove_step.html",
        form=form,
        has_errors=form.has_errors,
        heading=heading,
        action=action,
        email=account.email,
        has_password=bool(account.password_hash),
        is_last=has.app + has.passkeys == 1,
    )


def _app_page(errors: dict[str, list[str]] | None = None) -> str | Response:
    with reading() as db:
        account = accounts.by_actor(db, current_actor())
        found = queries.authenticator(db, account.id)
        key = service.key_of(found, sealing()) if found and found.confirmed_at is None else None
    if key is None:
        return redirect(url_for("factors.overview"), 303)
    form = Form(AppCodeSchema()).view({}, errors)
    return render_template(
        "accounts/own/app.html",
        form=form,
        has_errors=form.has_errors,
        key=" ".join(key[start : start + 4] for start in range(0, len(key), 4)),
        qr_code=_qr_code(totp.provisioning_uri(key, account.email, _ISSUER)),
    )


def _qr_code(text: str) -> Markup:
    """Return the code as SVG: black on white in each theme, or cameras do not read it."""
    made = segno.make(text, error="m", micro=False)
    svg = made.svg_inline(
        scale=4, border=4, omitsize=True, svgclass="qr-code", lineclass=None, dark="#000", light="#fff"
    )
    return Markup(svg)  # noqa: S704 - drawn right above


def _state(db: Session, actor: Actor) -> str:
    assert actor.account_id is not None
    has = queries.second_step(db, actor.account_id)
    parts = [_("App eingerichtet")] if has.app else []
    parts += [ngettext("1 Passkey", "%(num)d Passkeys", has.passkeys)] if has.passkeys else []
    if parts:
        return ", ".join(map(str, parts))
    if not accounts.by_actor(db, actor).password_hash:
        return str(_("Nicht eingerichtet. Die Anmeldung über Ihre Verwaltung genügt."))
    return str(_("Nicht eingerichtet. Ihr Passwort reicht zum Anmelden."))


OWN_PAGE = OwnPage(N_("Zweiter Schritt beim Anmelden"), "factors.overview", "shield", _state)
