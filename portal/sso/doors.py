"""What the doors of the single sign-on share."""

from collections.abc import Iterable
from datetime import UTC, datetime

from flask import current_app, redirect, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import running
from portal.accounts import queries as accounts
from portal.accounts.factors import pending as awaited
from portal.accounts.factors.queries import second_step
from portal.accounts.login import enter, leave_for
from portal.accounts.models import Account
from portal.accounts.sessions import service as sessions
from portal.accounts.sessions.models import SignInMethod
from portal.errors import NotFound
from portal.identity_providers import IdentityProvider
from portal.orm import utcnow
from portal.sso import pending, roles
from portal.sso.client import Client
from portal.sso.pending import Way
from portal.sso.person import Person
from portal.sso.refusals import Closed, NoMember
from portal.sso.roles import Source
from portal.web.ways_in import WayIn
from portal.work import reading, unit_of_work

_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def clients(providers: Iterable[IdentityProvider]) -> dict[str, Client]:
    """Return who talks to each provider, by its name."""
    return {provider.name: Client(provider) for provider in providers}


def ways(providers: Iterable[IdentityProvider]) -> tuple[WayIn, ...]:
    """Return the links that pages of the accounts show."""
    return tuple(WayIn(each.label, "sso.start", {"provider": each.name}) for each in providers)


def client_of(name: str) -> Client:
    """Return who talks to the provider of this name. Raises NotFound."""
    found: dict[str, Client] = current_app.extensions["sso"]
    if name not in found:
        raise NotFound
    return found[name]


def label_of(issuer: str) -> str:
    """Return what people call the provider; its address when it is no longer set up."""
    found: dict[str, Client] = current_app.extensions["sso"]
    return next((each.provider.label for each in found.values() if each.provider.issuer == issuer), issuer)


def source(name: str) -> Source:
    """Return where the roles of this provider come from."""
    return Source(name, current_app.extensions["member_hooks"])


def redirect_uri(name: str) -> str:
    """Return the address the provider sends people back to."""
    links = running.links()
    return links.url(url_for("sso.returned", provider=name))


def sign_in(account: Account, person: Person, back: str | None) -> Response:
    """Sign in somebody who is known, with the roles of today. Raises Closed and NoMember."""
    if not account.active:
        raise Closed("account is closed")
    if not account.memberships and account.portal_role is None:
        raise NoMember("no role is left")
    with reading() as db:
        has_second_step = bool(second_step(db, account.id))
    if has_second_step and not person.second_factor:
        leave_for(account)
        awaited.begin(account, SignInMethod.SSO)
        return redirect(url_for("second_step.ask", next=back), 303)
    begin_session(account, person)
    return redirect(back or url_for("projects.mine"), 303)


def begin_session(account: Account, person: Person) -> None:
    """Begin a session. How fresh the proof is, is for the provider to tell: it may have asked nothing at all today."""
    enter(account, SignInMethod.SSO_TWO_STEPS if person.second_factor else SignInMethod.SSO)
    now = utcnow()
    asked_at = min(person.asked_at, now) if person.asked_at else _LONG_AGO
    with unit_of_work() as db:
        sessions.confirm(db, current_user.session_id, asked_at)


def unknown(provider: str, person: Person, way: Way) -> Response:
    """Lead somebody on who comes for the first time: to the new account, or to the one of the same address.

    Raises NoMember where no role is meant for the person.
    """
    with reading() as db:
        account = accounts.by_email(db, person.email)
        meant = roles.meant(db, person.roles)
    if account is None and not meant:
        raise NoMember("no rule is about this person, or its organisation is unknown")
    if account is not None and not account.active:
        raise Closed("account of this address is closed")
    pending.keep_person(provider, person, way.back)
    return redirect(url_for("sso_first.ask" if account is None else "sso_first.ask_to_link", provider=provider))
