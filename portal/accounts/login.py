"""The signed-in person as Flask-Login and the templates know it, and how a request begins and ends a sign-in."""

from datetime import datetime, timedelta

from flask import Response, g, request, session
from flask_login import UserMixin, current_user, login_user, logout_user
from sqlalchemy.orm import Session

from portal import running
from portal.access import Actor
from portal.accounts import known_browsers, marks, queries, service
from portal.accounts.factors.queries import second_step
from portal.accounts.factors.required import Required, is_required
from portal.accounts.models import Account
from portal.accounts.own import carrying
from portal.accounts.sessions import queries as sessions
from portal.accounts.sessions import service as session_service
from portal.accounts.sessions.devices import device_of
from portal.accounts.sessions.models import AccountSession, SignInMethod
from portal.errors import Conflict
from portal.extensions import login_manager
from portal.organisations.models import Organisation
from portal.orm import utcnow
from portal.text import N_
from portal.work import reading, unit_of_work


class ChangedMeanwhile(Conflict):
    """The account is not any more what it was when the person proved to own it."""

    heading = N_("Bitte melden Sie sich noch einmal an")
    message = N_("Ihr Konto wurde gerade geändert. Es wurde niemand angemeldet.")


class SignedIn(UserMixin):  # type: ignore[misc] # flask-login ships no types
    """What a request knows of the account: plain values, no open session."""

    def __init__(
        self, token: str, account: Account, signed_in: AccountSession, *, needs_second_step: bool = False
    ) -> None:
        self._token = token
        # Until it is set up nothing is allowed but that: no role counts.
        self.needs_second_step = needs_second_step
        self.session_id: int = signed_in.id
        self.method: SignInMethod = signed_in.method
        self.confirmed_at: datetime = signed_in.confirmed_at
        self.display_name: str = account.display_name
        self.actor: Actor = Actor(account.id) if needs_second_step else queries.actor_of(account)
        self.organisations: list[Organisation] = [] if needs_second_step else queries.organisations_of(account)

    def get_id(self) -> str:
        """Return what the cookie carries: the random token of this sign-in."""
        return self._token


def idle() -> timedelta:
    """Return after how long without a request a sign-in ends."""
    return timedelta(hours=running.settings().session_hours)


@login_manager.user_loader  # type: ignore[untyped-decorator]
def load(token: str) -> SignedIn | None:
    """Return the signed-in person, or None when the sign-in has ended or the account is closed."""
    now = utcnow()
    with reading() as db:
        found = sessions.by_token(db, token, idle(), now)
        if found is None or not found[1].active:
            return None
        signed_in, account = found
        missing = _misses_second_step(db, account, signed_in.method)
    if session_service.is_due(signed_in.last_seen_at, now):
        g.session_to_notice = signed_in.id
    return SignedIn(token, account, signed_in, needs_second_step=missing)


def _misses_second_step(db: Session, account: Account, method: SignInMethod) -> bool:
    if method is SignInMethod.SSO_TWO_STEPS:
        return False  # it was asked for elsewhere
    required = Required(running.settings().require_second_factor)
    return is_required(required, queries.actor_of(account)) and not second_step(db, account.id)


def notice(response: Response) -> Response:
    """Note after the request that its sign-in is in use; during it, the database may be busy with the request."""
    session_id = g.pop("session_to_notice", None)
    if session_id is not None:
        with unit_of_work() as db:
            session_service.notice(db, session_id, utcnow())
    return response


def enter(account: Account, method: SignInMethod) -> None:
    """Sign in with this browser; whatever was in its cookie before is gone.

    `account` is as it was when the person proved to own it. Raises ChangedMeanwhile when it is closed by now or has
    another password: what was proved counts no more.
    """
    leave_for(account)  # the browser's sign-in so far, if there is one
    with unit_of_work() as db:
        now = queries.by_id(db, account.id, for_update=True)
        if now is None or not now.active or marks.of_password(now) != marks.of_password(account):
            raise ChangedMeanwhile
        service.keep(db, now)
        token = session_service.begin(db, account.id, method, device_of(request.user_agent.string), utcnow())
    person = load(token)
    if person is None:  # ended in this very moment
        raise ChangedMeanwhile
    session.permanent = True
    login_user(person)
    known_browsers.remember(account.id)


def leave_for(account: Account) -> None:
    """Leave, because this account is about to come in: what it typed before it had to prove itself stays."""
    with carrying.held(account.id):
        leave()


def leave() -> None:
    """End the sign-in of this browser and empty its cookie: what somebody else began must not go on for another."""
    if current_user.is_authenticated:
        with unit_of_work() as db:
            session_service.leave(db, current_user.session_id)
    logout_user()
    session.clear()
