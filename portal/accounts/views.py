"""Sign in and out."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal import running
from portal.accounts import known_browsers, queries, service, tries
from portal.accounts.factors import pending
from portal.accounts.factors import queries as factors
from portal.accounts.factors.passkeys import place_of
from portal.accounts.login import enter, leave, leave_for, notice
from portal.accounts.models import Account
from portal.accounts.schemas import SignInSchema
from portal.accounts.sessions.models import SignInMethod
from portal.accounts.tries import Try
from portal.accounts.wording import please_wait, waiting_header
from portal.errors import Invalid, Throttled
from portal.text import N_, fold_address
from portal.web.forms import Form
from portal.web.guards import public, safe_next
from portal.web.ways_in import ways_in
from portal.work import reading, unit_of_work

blueprint = Blueprint("accounts", __name__)
blueprint.after_app_request(notice)

# The same words whether the account exists or not.
_REFUSED = N_("E-Mail-Adresse oder Passwort stimmen nicht. Bitte prüfen Sie beides und versuchen Sie es noch einmal.")


@blueprint.get("/anmelden")
@public
def sign_in() -> str:
    """Ask for mail address and password."""
    form = Form(SignInSchema())
    return _page(form, {})[0]


@blueprint.post("/anmelden")
@public
def signing_in() -> Response | tuple[str, int] | tuple[str, int, dict[str, str]]:
    """Check the sign-in and go on to where the person wanted to."""
    form = Form(SignInSchema())
    raw = form.read(request.form)
    try:
        account = _recognised(**form.load(raw))
    except Throttled as error:
        return (*_page(form, raw, {"": [please_wait(error)]}, 429), waiting_header(error))
    except Invalid as error:
        return _page(form, raw, error.errors, 422)
    if account is None:
        return _page(form, raw, {"email": [_REFUSED]}, 422)
    back = safe_next(request.form.get("next"))
    with reading() as db:
        has_second_step = bool(factors.second_step(db, account.id))
    if has_second_step:
        leave_for(account)
        pending.begin(account)
        return redirect(url_for("second_step.ask", next=back), 303)
    enter(account, SignInMethod.PASSWORD)
    return redirect(back or url_for("projects.mine"))


@blueprint.post("/abmelden")
@public
def sign_out() -> Response:
    """End the session of this browser."""
    leave()
    flash(_("Sie sind abgemeldet."), "success")
    return redirect(url_for("accounts.sign_in"))


def _recognised(email: str, password: str) -> Account | None:
    """Return the account, None when address and password do not fit; a failed try stays counted. Raises Throttled."""
    with unit_of_work() as db:
        named = queries.by_email(db, email)
        # Folded as the account is looked up: no other spelling of an address buys more tries.
        tried = Try(
            "sign-in", fold_address(email), request.remote_addr or "", known_browsers.mark(named.id if named else None)
        )
        tries.begin(db, tried)
    with reading() as db:
        account = service.recognise(db, email, password)
    if account is None:
        return None
    with unit_of_work() as db:
        tries.succeeded(db, tried)
        return service.strengthen(db, account, password)


def _page(
    form: Form, raw: dict[str, str], errors: dict[str, list[str]] | None = None, status: int = 200
) -> tuple[str, int]:
    settings = running.settings()
    view = form.view(raw, errors)
    back = safe_next(request.values.get("next"))
    page = render_template(
        "accounts/sign_in.html",
        form=view,
        back=back,
        has_errors=view.has_errors,
        demo=settings.demo,
        resets=settings.demo or settings.smtp is not None,
        with_passkey=place_of(settings.base_url) is not None,
        operator=settings.operator,
        ways=ways_in(),
    )
    return page, status
