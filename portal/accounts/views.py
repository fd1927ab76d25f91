"""Sign in and out."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.accounts import service
from portal.accounts.login import enter, leave, notice
from portal.accounts.schemas import SignInSchema
from portal.accounts.sessions.models import SignInMethod
from portal.errors import Invalid, Throttled
from portal.text import N_
from portal.web.forms import Form
from portal.web.guards import public, safe_next
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
        account_id = _known(**form.load(raw))
    except Throttled as error:
        message = _("Zu viele Versuche. Bitte warten Sie %(minutes)s Minuten.", minutes=-(-error.retry_after // 60))
        return (*_page(form, raw, {"": [message]}, 429), {"Retry-After": str(error.retry_after)})
    except Invalid as error:
        return _page(form, raw, error.errors, 422)
    if account_id is None:
        return _page(form, raw, {"email": [_REFUSED]}, 422)
    enter(account_id, SignInMethod.PASSWORD)
    return redirect(safe_next(request.form.get("next")) or url_for("projects.mine"))


@blueprint.post("/abmelden")
@public
def sign_out() -> Response:
    """End the session of this browser."""
    leave()
    flash(_("Sie sind abgemeldet."), "success")
    return redirect(url_for("accounts.sign_in"))


def _known(email: str, password: str) -> int | None:
    """Return the account's id, None when address and password do not fit; the failed try is counted for good."""
    address = request.remote_addr or ""
    with reading() as db:
        service.ensure_may_try(db, email, address)
    with unit_of_work() as db:
        account = service.sign_in(db, email, password, address)
        return account.id if account else None


def _page(
    form: Form, raw: dict[str, str], errors: dict[str, list[str]] | None = None, status: int = 200
) -> tuple[str, int]:
    settings = current_app.extensions["settings"]
    view = form.view(raw, errors)
    back = safe_next(request.values.get("next"))
    page = render_template(
        "accounts/sign_in.html",
        form=view,
        back=back,
        has_errors=view.has_errors,
        demo=settings.demo,
        operator=settings.operator,
    )
    return page, status
