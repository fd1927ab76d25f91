"""To the provider by a link, and back from it; nothing is changed before the provider has vouched for somebody."""

import hmac
import re
from datetime import timedelta

import structlog
from flask import Blueprint, render_template, request
from flask_babel import gettext as _
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from portal import throttle
from portal.errors import Throttled
from portal.sso import pending, service
from portal.sso.claims import read_person
from portal.sso.doors import client_of, redirect_uri, sign_in, source, unknown
from portal.sso.pending import Way
from portal.sso.person import Person
from portal.sso.refusals import Cancelled, Lost, Refused
from portal.web.guards import public, safe_next
from portal.work import unit_of_work

blueprint = Blueprint("sso", __name__, url_prefix=pending.PATH)
_log = structlog.get_logger()

_ERROR = re.compile(r"[a-z_]{1,60}")  # RFC 6749, 4.1.2.1, and OpenID Connect Core, 3.1.2.6
_MOST_FAILED = 100  # from one address; a whole town hall may come from one
_WINDOW = timedelta(minutes=15)


@blueprint.app_errorhandler(Refused)  # also for the first time, whose pages are apart
def refused(error: Refused) -> tuple[str, int]:
    """Say why nobody was signed in, and how it goes on."""
    name = str((request.view_args or {})["provider"])
    provider = client_of(name).provider
    _log.warning("sso refused", provider=name, kind=type(error).__name__, reason=error.reason[:500])
    page = render_template(
        "sso/refused.html",
        heading=_(error.heading),
        text=_(error.message).format(provider=provider.label),
        again=provider if error.again else None,
    )
    return page, error.status


@blueprint.get("/<provider>")
@public
def start(provider: str) -> Response:
    """Send the browser to the provider; only this browser notes it."""
    anew = "erneut" in request.args
    begun = client_of(provider).begin(redirect_uri(provider), anew=anew)
    pending.keep_way(provider, Way(begun, safe_next(request.args.get("next")), anew))
    return redirect(begun.url)


@blueprint.get("/<provider>/zurueck")
@public
def returned(provider: str) -> Response:
    """Take over what the provider vouches for, and sign the person in or lead them on to the first time."""
    client_of(provider)
    failures = throttle.bucket("sso", "address", request.remote_addr or "")
    with unit_of_work() as db:
        throttle.count_within(db, failures, _MOST_FAILED, _WINDOW)
    way = _way(provider)
    person = _vouched_for(provider, way)
    with unit_of_work() as db:
        throttle.take_back(db, failures)
        account = service.recognise(db, source(provider), person)
    return sign_in(account, person, way.back) if account else unknown(provider, person, way)


@blueprint.errorhandler(Throttled)
def slow_down(error: Throttled) -> tuple[str, int, dict[str, str]]:
    """Ask for patience."""
    page = render_template("sso/refused.html", heading=_("Bitte kurz warten"), text=_(error.message), again=None)
    return page, 429, {"Retry-After": str(error.retry_after)}


def _way(provider: str) -> Way:
    """Return the sign-in that this browser began. Raises Lost for any other: somebody else may have sent the link."""
    way = pending.take_way(provider)
    if way is None:
        raise Lost("no sign-in was begun in this browser, or too long ago")
    if not hmac.compare_digest(way.begun.state.encode(), request.args.get("state", "").encode("utf-8", "replace")):
        raise Lost("state is another one")
    return way


def _vouched_for(provider: str, way: Way) -> Person:
    """Return whom the provider vouches for. Raises Refused."""
    told = request.args
    client = client_of(provider)
    if "error" in told:
        # Its code alone goes to the log: what the provider says of it in words names the person at some.
        what = told["error"] if _ERROR.fullmatch(told["error"]) else "an error that is none of the standard"
        raise (Cancelled if what == "access_denied" else Refused)(what)
    if not told.get("code"):
        raise Refused("no code")
    claims = client.finish(redirect_uri(provider), told["code"], way.begun, issuer=told.get("iss"), anew=way.anew)
    return read_person(client.provider, claims)
