"""The second step of a sign-in, and the sign-in with a passkey alone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from portal.accounts import known_browsers, tries
from portal.accounts.factors import challenges, passkey_service, passkeys, pending, queries, service
from portal.accounts.factors.doors import json_answer, sealing
from portal.accounts.factors.schemas import AppCodeSchema, RecoveryCodeSchema
from portal.accounts.login import enter
from portal.accounts.models import Account
from portal.accounts.sessions.models import SignInMethod
from portal.accounts.tries import Try
from portal.accounts.wording import please_wait, waiting_header
from portal.errors import Invalid, Throttled
from portal.orm import utcnow
from portal.text import N_
from portal.web.fields import PortalSchema
from portal.web.forms import Form
from portal.web.guards import public, safe_next
from portal.work import reading, unit_of_work

blueprint = Blueprint("second_step", __name__)

_PASSKEY = "sign-in"
_WRONG_CODE = N_("Dieser Code stimmt nicht. Bitte geben Sie den ein, den die App jetzt zeigt.")
_WRONG_RECOVERY_CODE = N_("Dieser Ersatzcode stimmt nicht oder ist schon verbraucht. Bitte nehmen Sie einen anderen.")
_NOT_PROVEN = N_("Das hat mit dem Passkey nicht geklappt. Versuchen Sie es noch einmal oder melden Sie sich anders an.")

Answer = str | AnyResponse | tuple[str, int] | tuple[str, int, dict[str, str]]
Errors = Mapping[str, Sequence[str]]


@blueprint.get("/anmelden/zweiter-schritt")
@public
def ask() -> Answer:
    """Ask for the code of the app or a passkey, whichever the account has."""
    account = pending.account()
    return _page(account) if account else _begin_anew()


@blueprint.post("/anmelden/zweiter-schritt")
@public
def check_code() -> Answer:
    """Check the code of the app."""
    return _check(_APP_CODE)


@blueprint.get("/anmelden/ersatzcode")
@public
def ask_recovery_code() -> Answer:
    """Ask for a recovery code."""
    account = pending.account()
    return _recovery_page(account) if account else _begin_anew()


@blueprint.post("/anmelden/ersatzcode")
@public
def check_recovery_code() -> Answer:
    """Check the recovery code and use it up."""
    return _check(_RECOVERY_CODE)


@blueprint.post("/anmelden/passkey/anfrage")
@public
def passkey_options() -> Response:
    """Tell the browser what to sign: for the awaited account its own passkeys, else any of this portal."""
    account = pending.account()
    with reading() as db:
        allowed = queries.passkeys(db, account.id) if account else ()
    place = challenges.place()
    return json_answer(passkeys.request_options(place, challenges.issue(_PASSKEY), allowed) if place else None)


@blueprint.post("/anmelden/passkey")
@public
def check_passkey() -> Answer:
    """Check what the passkey signed; it is the second step, or both at once: it asks for a PIN or finger itself."""
    account = pending.account()
    answered = challenges.answered(_PASSKEY, request.form.get("credential", ""))
    proven = None
    if answered:
        with unit_of_work() as db:
            proven = passkey_service.prove(db, answered[0])
    if proven is None or (account is not None and proven.id != account.id):
        flash(_(_NOT_PROVEN), "danger")
        back = safe_next(request.form.get("next"))
        return redirect(url_for("second_step.ask" if account else "accounts.sign_in", next=back), 303)
    return _in(account or proven, SignInMethod.PASSWORD_AND_PASSKEY if account else SignInMethod.PASSKEY)


def _in(account: Account, method: SignInMethod) -> AnyResponse:
    back = safe_next(request.form.get("next"))
    if method is not SignInMethod.PASSKEY and pending.came_by_sso():
        method = SignInMethod.SSO_TWO_STEPS
    enter(account, method)
    return redirect(back or url_for("projects.mine"), 303)


def _begin_anew() -> AnyResponse:
    flash(_("Bitte melden Sie sich noch einmal an: Zwischen den beiden Schritten ist zu viel Zeit vergangen."), "info")
    return redirect(url_for("accounts.sign_in", next=safe_next(request.values.get("next"))), 303)


@dataclass(frozen=True)
class _Code:
    """A kind of code: its form and page, how one of an account is used up, and what somebody with a wrong one reads.

    `what` names it where tries are counted, `short` as there. `afterwards` is done with the account's number once the
    person is in.
    """

    what: str
    schema: type[PortalSchema]
    page: Callable[[Account, Errors], str]
    use: Callable[[int, str], bool]
    wrong: str
    method: SignInMethod
    afterwards: Callable[[int], None] = lambda _account_id: None
    short: bool = False

    def tried(self, account: Account) -> Try:
        """Return a try at the code of this account by this browser."""
        known = known_browsers.mark(account.id)
        return Try(self.what, str(account.id), request.remote_addr or "", known, short=self.short)


def _check(kind: _Code) -> Answer:
    """Let in whoever is between the two steps and sent a right code."""
    account = pending.account()
    if account is None:
        return _begin_anew()
    form, tried = Form(kind.schema()), kind.tried(account)
    try:
        code = form.load(form.read(request.form))["code"]
        with unit_of_work() as db:
            tries.begin(db, tried)
    except Throttled as error:
        return kind.page(account, {"code": [please_wait(error)]}), 429, waiting_header(error)
    except Invalid as error:
        return kind.page(account, error.errors), 422
    if not kind.use(account.id, code):
        return kind.page(account, {"code": [kind.wrong]}), 422
    with unit_of_work() as db:
        tries.succeeded(db, tried)
    answer = _in(account, kind.method)
    kind.afterwards(account.id)
    return answer


def _use_app_code(account_id: int, code: str) -> bool:
    with unit_of_work() as db:
        return service.use_app(db, account_id, sealing(), code, utcnow())


def _use_recovery_code(account_id: int, code: str) -> bool:
    with reading() as db:  # comparing takes its time
        code_id = service.recovery_code(db, account_id, code)
    if code_id is None:
        return False
    with unit_of_work() as db:
        return service.use_recovery_code(db, account_id, code_id)


def _tell_what_is_left(account_id: int) -> None:
    with reading() as db:
        left = len(queries.recovery_codes(db, account_id))
    if not left:
        flash(_("Das war Ihr letzter Ersatzcode. Unter „Mein Konto“ können Sie neue anfordern."), "warning")
        return
    flash(
        ngettext(
            "Sie haben noch einen Ersatzcode. Unter „Mein Konto“ können Sie neue anfordern.",
            "Sie haben noch %(num)d Ersatzcodes. Unter „Mein Konto“ können Sie neue anfordern.",
            left,
        ),
        "warning",
    )


def _page(account: Account, errors: Errors | None = None) -> str:
    form = Form(AppCodeSchema()).view({}, errors)
    with reading() as db:
        has = queries.second_step(db, account.id)
    return render_template(
        "accounts/second_step.html",
        form=form,
        has=has,
        has_errors=form.has_errors,
        back=safe_next(request.values.get("next")),
        with_passkey=has.passkeys and challenges.place() is not None,
    )


def _recovery_page(_account: Account, errors: Errors | None = None) -> str:
    form = Form(RecoveryCodeSchema()).view({}, errors)
    back = safe_next(request.values.get("next"))
    return render_template("accounts/recovery_code.html", form=form, has_errors=form.has_errors, back=back)


_APP_CODE = _Code("code", AppCodeSchema, _page, _use_app_code, _WRONG_CODE, SignInMethod.PASSWORD_AND_APP, short=True)
_RECOVERY_CODE = _Code(  # long enough: it stays open to who has used up the tries at the app
    "recovery code",
    RecoveryCodeSchema,
    _recovery_page,
    _use_recovery_code,
    _WRONG_RECOVERY_CODE,
    SignInMethod.PASSWORD_AND_RECOVERY_CODE,
    _tell_what_is_left,
)
