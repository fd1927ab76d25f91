"""Forgotten password: ask for the mail, and set a new one through its link."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal import running
from portal.accounts import known_browsers
from portal.accounts.factors.queries import least_password, second_step
from portal.accounts.reset import service
from portal.accounts.reset.schemas import ForgottenSchema
from portal.accounts.schemas import NewPasswordSchema
from portal.accounts.wording import please_wait, waiting_header
from portal.errors import Invalid, Throttled
from portal.links import LinkBroken, LinkExpired
from portal.web.forms import Form
from portal.web.guards import public
from portal.work import reading, unit_of_work

blueprint = Blueprint("reset", __name__)

Answer = str | Response | tuple[str, int] | tuple[str, int, dict[str, str]]


@blueprint.get("/passwort-vergessen")
@public
def forgotten() -> str:
    """Ask for the mail address."""
    return _forgotten_page({})


@blueprint.post("/passwort-vergessen")
@public
def order() -> Answer:
    """Order the mail; the answer is the same whether there is such an account or not."""
    form = Form(ForgottenSchema())
    raw = form.read(request.form)
    try:
        email = form.load(raw)["email"]
        with unit_of_work() as db:
            service.order(db, email, request.remote_addr or "")
    except Throttled as error:
        return _forgotten_page(raw, {"": [please_wait(error)]}), 429, waiting_header(error)
    except Invalid as error:
        return _forgotten_page(raw, error.errors), 422
    return redirect(url_for("reset.ordered"), 303)


@blueprint.get("/passwort-vergessen/mail")
@public
def ordered() -> str:
    """Say what happens now."""
    return render_template("accounts/reset/ordered.html", demo=running.settings().demo)


@blueprint.get("/passwort-neu/<token>")
@public
def ask(token: str) -> Answer:
    """Ask for the new password; opening the link alone changes nothing."""
    return _new_page(token)


@blueprint.post("/passwort-neu/<token>")
@public
def set_password(token: str) -> Answer:
    """Set it and lead to the sign-in, which asks for the second step as always."""
    form = Form(NewPasswordSchema())
    try:
        password = form.load(form.read(request.form))["password"]
        with unit_of_work() as db:
            account = service.set_password(db, token, password, running.links())
            has_second_step = bool(second_step(db, account.id))
    except Invalid as error:
        answer = _new_page(token, error.errors)
        return (answer, 422) if isinstance(answer, str) else answer
    except (LinkBroken, LinkExpired) as error:
        return _useless(error)
    if not has_second_step:  # to read the mails of such an account is not enough, and buys no tries at the rest
        known_browsers.remember(account.id)  # who reads the mails of the account is not to be held up by others
    flash(_("Ihr neues Passwort gilt. Bitte melden Sie sich damit an."), "success")
    return redirect(url_for("accounts.sign_in"), 303)


def _forgotten_page(raw: dict[str, str], errors: dict[str, list[str]] | None = None) -> str:
    form = Form(ForgottenSchema()).view(raw, errors)
    return render_template("accounts/reset/forgotten.html", form=form, has_errors=form.has_errors)


def _new_page(token: str, errors: dict[str, list[str]] | None = None) -> Answer:
    try:
        with reading() as db:
            account = service.account_of(db, token, running.links())
            least = least_password(db, account.id)
    except (LinkBroken, LinkExpired) as error:
        return _useless(error)
    form = Form(NewPasswordSchema()).view({}, errors)
    return render_template(
        "accounts/reset/new.html", form=form, has_errors=form.has_errors, email=account.email, least=least
    )


def _useless(error: LinkBroken | LinkExpired) -> tuple[str, int]:
    again = url_for("reset.forgotten")
    return render_template("accounts/useless_link.html", error=error, again=again, again_text=_("Neuer Link")), 404
