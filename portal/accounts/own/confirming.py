"""Before a sensitive change somebody proves again who they are, unless they have done so a moment ago."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask import Response as JsonResponse
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from portal.accounts import passwords, queries, tries
from portal.accounts.factors import challenges, passkey_service, passkeys
from portal.accounts.factors import queries as factors
from portal.accounts.factors.doors import json_answer
from portal.accounts.own import carrying
from portal.accounts.schemas import ConfirmSchema
from portal.accounts.sessions import service as sessions
from portal.accounts.sessions.models import SignInMethod
from portal.accounts.tries import Try
from portal.accounts.wording import please_wait, waiting_header
from portal.errors import Invalid, Throttled
from portal.orm import utcnow
from portal.text import N_
from portal.web.forms import Form
from portal.web.guards import current_actor, safe_next, signed_in
from portal.web.ways_in import ways_in
from portal.work import reading, unit_of_work

blueprint = Blueprint("confirming", __name__)

FRESH = timedelta(minutes=10)  # since the last proof: so long a sensitive change can be made
TO_FILL_IN = timedelta(minutes=5)  # so much of it is left at least when the page for the change is shown
_PASSKEY = "confirm"
_NOT_PROVEN = N_("Das hat mit dem Passkey nicht geklappt. Versuchen Sie es noch einmal oder nehmen Sie Ihr Passwort.")
_REFUSED = N_("Dieses Passwort stimmt nicht. Bitte versuchen Sie es noch einmal.")

Answer = str | Response | tuple[str, int] | tuple[str, int, dict[str, str]]


def recently_confirmed(view: Callable[..., Any]) -> Callable[..., Any]:
    """Ask first who it is when the last proof is some minutes old; goes below the guard."""
    return recently_confirmed_keeping()(view)


def recently_confirmed_keeping(*names: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Do the same, and keep what was typed into these fields: the page gets it from `carried` afterwards."""

    def asking_first(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def confirmed(*arguments: Any, **named: Any) -> Any:
            sent = request.method == "POST"
            if utcnow() - current_user.confirmed_at > (FRESH if sent else FRESH - TO_FILL_IN):
                page = _page_of_request()
                if sent:
                    carrying.keep(page, names)
                return redirect(url_for("confirming.ask", next=page), 303)
            if sent:
                carrying.drop()
            return view(*arguments, **named)

        return confirmed

    return asking_first


@blueprint.get("/konto/bestaetigen")
@signed_in
def ask() -> str:
    """Ask for the password again."""
    return _page({})


@blueprint.post("/konto/bestaetigen")
@signed_in
def confirm() -> Answer:
    """Check it and go on to where the person wanted to."""
    form = Form(ConfirmSchema())
    raw = form.read(request.form)
    try:
        fits = _fits(form.load(raw)["password"])
    except Throttled as error:
        return _page(raw, {"password": [please_wait(error)]}), 429, waiting_header(error)
    except Invalid as error:
        return _page(raw, error.errors), 422
    if not fits:
        return _page(raw, {"password": [_REFUSED]}), 422
    return _go_on()


@blueprint.post("/konto/bestaetigen/passkey/anfrage")
@signed_in
def passkey_options() -> JsonResponse:
    """Tell the browser what one of the person's own passkeys has to sign."""
    with reading() as db:
        allowed = factors.passkeys(db, queries.by_actor(db, current_actor()).id)
    place = challenges.place()
    return json_answer(passkeys.request_options(place, challenges.issue(_PASSKEY), allowed) if place else None)


@blueprint.post("/konto/bestaetigen/passkey")
@signed_in
def confirm_by_passkey() -> Answer:
    """Check what the passkey signed and go on to where the person wanted to."""
    answered = challenges.answered(_PASSKEY, request.form.get("credential", ""))
    proven = None
    if answered:
        with unit_of_work() as db:
            proven = passkey_service.prove(db, answered[0])
    if proven is None or proven.id != current_user.actor.account_id:
        return _page({}, {"": [_NOT_PROVEN]}), 422
    return _go_on()


def _go_on() -> Response:
    """Note that the person has just proved who they are, and lead on."""
    with unit_of_work() as db:
        sessions.confirm(db, current_user.session_id, utcnow())
    return redirect(safe_next(request.form.get("next")) or url_for("own.overview"), 303)


def _fits(password: str) -> bool:
    """Return whether it is the password of the signed-in person; a failed try stays counted."""
    tried = own_try()
    with unit_of_work() as db:
        tries.begin(db, tried)
    with reading() as db:
        fits = passwords.fits(queries.by_actor(db, current_actor()).password_hash, password)
    if fits:
        with unit_of_work() as db:
            tries.succeeded(db, tried)
    return fits


def own_try() -> Try:
    """Return a try at the own password, counted for this sign-in: nobody elsewhere can use up its tries."""
    mark = str(current_user.session_id)
    return Try("confirm", str(current_user.actor.account_id), request.remote_addr or "", browser=mark)


def _page_of_request() -> str | None:
    """Return the address to come back to: the page itself, that of the form which was sent, or the one above it."""
    if request.method == "GET":
        return request.full_path.rstrip("?")
    path = request.path
    while path and not _is_page(path):
        path = path.rpartition("/")[0]
    return path or None


def _is_page(path: str) -> bool:
    try:
        current_app.url_map.bind("").match(path, method="GET")
    except HTTPException:
        return False
    return True


def _page(raw: dict[str, str], errors: dict[str, list[str]] | None = None) -> str:
    form = Form(ConfirmSchema()).view(raw, errors)
    with reading() as db:
        account = queries.by_actor(db, current_actor())
        has_passkey = bool(factors.second_step(db, account.id).passkeys)
    by_sso = current_user.method in {SignInMethod.SSO, SignInMethod.SSO_TWO_STEPS} or not account.password_hash
    return render_template(
        "accounts/own/confirm.html",
        form=form,
        email=account.email,
        with_passkey=has_passkey and challenges.place() is not None,
        has_password=bool(account.password_hash),
        ways=ways_in() if by_sso else (),
        has_errors=form.has_errors,
        back=safe_next(request.values.get("next")),
        heading=_("Sind Sie es?"),
    )
