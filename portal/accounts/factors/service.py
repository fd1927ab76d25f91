"""Verbs on second steps: set up, use, remove. They flush, never commit."""

from datetime import datetime

from sqlalchemy import delete, or_, update
from sqlalchemy.orm import Session

from portal import audit
from portal.access import Actor
from portal.accounts import notices, passwords
from portal.accounts import queries as accounts
from portal.accounts.factors import queries, recovery, totp
from portal.accounts.factors.events import ADDED, APP, CODES_RENEWED, PASSKEY, REMOVED
from portal.accounts.factors.models import Authenticator, Passkey, RecoveryCode
from portal.accounts.factors.required import Required, is_required
from portal.accounts.models import Account
from portal.database import wait_for_turn
from portal.errors import Conflict, Invalid, NotFound
from portal.sealing import Sealing
from portal.text import N_

_PURPOSE = "authenticator"
_LONGER_FIRST = N_(
    "Ohne zweiten Schritt braucht Ihr Passwort mindestens 15 Zeichen. Ändern Sie zuerst das Passwort, dann können Sie "
    "den zweiten Schritt entfernen."
)


class LastStep(Conflict):
    """The operator requires a second step, and this is the last one."""

    message = N_(
        "Für Ihre Rolle ist ein zweiter Schritt vorgeschrieben. Richten Sie zuerst einen anderen ein, dann können Sie "
        "diesen entfernen."
    )


def begin_app(session: Session, actor: Actor, sealing: Sealing, now: datetime) -> None:
    """Make a key for an app of the actor; it counts once a code was confirmed. An older unconfirmed one is forgotten.

    Raises Conflict when there is a confirmed app.
    """
    account_id = _own(session, actor)
    found = queries.authenticator(session, account_id)
    if found is not None and found.confirmed_at is not None:
        raise Conflict(N_("Eine App ist schon eingerichtet. Entfernen Sie sie zuerst."))
    if found is not None:
        session.delete(found)
        session.flush()
    sealed = sealing.seal(_PURPOSE, totp.new_key())
    session.add(Authenticator(account_id=account_id, sealed_key=sealed, created_at=now))
    session.flush()


def key_of(app: Authenticator, sealing: Sealing) -> str | None:
    """Return the key shared with the app; None when the portal's secret key has changed since."""
    return sealing.open(_PURPOSE, app.sealed_key)


def confirm_app(session: Session, actor: Actor, sealing: Sealing, code: str, now: datetime) -> list[str]:
    """Let the app count once it has shown a right code; return new recovery codes, none if there are some already.

    Raises NotFound without a begun app, Invalid for another code.
    """
    account_id = _own(session, actor)
    app = queries.authenticator(session, account_id)
    if app is None or app.confirmed_at is not None:
        raise NotFound
    step = totp.matching_step(key_of(app, sealing) or totp.new_key(), code, now)
    if step is None:
        raise Invalid({"code": [N_("Dieser Code stimmt nicht. Bitte geben Sie den ein, den die App jetzt zeigt.")]})
    app.confirmed_at, app.last_step = now, step
    audit.record(session, actor, ADDED, ("account", account_id), after={"kind": APP})
    notices.tell(session, accounts.by_actor(session, actor), notices.STEP_ADDED)
    session.flush()
    return first_recovery_codes(session, account_id)


def use_app(session: Session, account_id: int, sealing: Sealing, code: str, now: datetime) -> bool:
    """Return whether this is a code of the account's app that was not used before; it is used from now on."""
    app = queries.authenticator(session, account_id)
    key = key_of(app, sealing) if app is not None and app.confirmed_at is not None else None
    step = totp.matching_step(key, code, now) if key else None
    if step is None:
        return False
    # In one statement: of two that send the same code at the same moment, one gets in.
    unused = or_(Authenticator.last_step.is_(None), Authenticator.last_step < step)
    using = update(Authenticator).where(Authenticator.account_id == account_id, unused).values(last_step=step)
    return bool(session.execute(using.returning(Authenticator.id)).all())


def recovery_code(session: Session, account_id: int, code: str) -> int | None:
    """Return the id of the recovery code this is. Reads only, and takes its time for the comparing."""
    if not recovery.could_be(code):
        return None
    left = queries.recovery_codes(session, account_id)
    return next((each.id for each in left if recovery.fits(each.code_hash, code)), None)


def use_recovery_code(session: Session, account_id: int, code_id: int) -> bool:
    """Use a recovery code up; return whether it was still there."""
    using = delete(RecoveryCode).where(RecoveryCode.id == code_id, RecoveryCode.account_id == account_id)
    return bool(session.execute(using.returning(RecoveryCode.id)).all())


def renew_recovery_codes(session: Session, actor: Actor) -> list[str]:
    """Return new recovery codes; those of before do not count any more. Raises NotFound without a second step."""
    account_id = _own(session, actor)
    if not queries.second_step(session, account_id):
        raise NotFound
    audit.record(session, actor, CODES_RENEWED, ("account", account_id))
    notices.tell(session, accounts.by_actor(session, actor), notices.CODES_RENEWED)
    return _new_recovery_codes(session, account_id)


def first_recovery_codes(session: Session, account_id: int) -> list[str]:
    """Return recovery codes for an account that has none left, else nothing."""
    return [] if queries.recovery_codes(session, account_id) else _new_recovery_codes(session, account_id)


def remove_app(session: Session, actor: Actor, password: str, required: Required) -> None:
    """Remove the actor's app. Raises as `_ensure_may_remove`, and NotFound without one."""
    account_id = _own(session, actor)
    app = queries.authenticator(session, account_id)
    if app is None or app.confirmed_at is None:
        raise NotFound
    _ensure_may_remove(session, actor, password, required)
    session.delete(app)
    _removed(session, actor, APP)


def remove_passkey(session: Session, actor: Actor, passkey_id: int, password: str, required: Required) -> None:
    """Remove a passkey of the actor. Raises as `_ensure_may_remove`, and NotFound for one of somebody else."""
    account_id = _own(session, actor)
    found = session.get(Passkey, passkey_id)
    if found is None or found.account_id != account_id:
        raise NotFound
    _ensure_may_remove(session, actor, password, required)
    session.delete(found)
    _removed(session, actor, PASSKEY)


def take_turn(session: Session, account_id: int) -> None:
    """Keep the second steps of an account to this transaction."""
    wait_for_turn(session, f"second step of {account_id}")


def recover(session: Session, actor: Actor, account: Account) -> None:
    """Remove every second step of an account, and tell its owner: for an operator who has made sure whose it is."""
    take_turn(session, account.id)
    has = queries.second_step(session, account.id)
    for kind in [APP] * has.app + [PASSKEY] * has.passkeys:
        audit.record(session, actor, REMOVED, ("account", account.id), before={"kind": kind})
    if has:
        notices.tell(session, account, notices.STEP_REMOVED)
    remove_all(session, account.id)


def remove_all(session: Session, account_id: int) -> None:
    """Remove every second step of an account, without a word: it is erased, or somebody else says so."""
    for table in (Authenticator, Passkey, RecoveryCode):
        session.execute(delete(table).where(table.account_id == account_id))


def _ensure_may_remove(session: Session, actor: Actor, password: str, required: Required) -> None:
    """Raise Invalid for another password, and before the last step goes LastStep or, for a short password, Invalid.

    How long a password is, is not kept anywhere: it shows when it is typed. Whoever has none types none: then the
    sign-in is somebody else's, and so is what it asks.
    """
    account = accounts.by_actor(session, actor)
    if account.password_hash and not passwords.fits(account.password_hash, password):
        raise Invalid({"password": [N_("Dieses Passwort stimmt nicht. Bitte versuchen Sie es noch einmal.")]})
    has = queries.second_step(session, account.id)
    if has.app + has.passkeys > 1:
        return
    if is_required(required, accounts.actor_of(account)):
        raise LastStep
    if account.password_hash and not passwords.is_long(password):
        raise Invalid({"password": [_LONGER_FIRST]})


def _removed(session: Session, actor: Actor, kind: str) -> None:
    session.flush()
    account_id = _own(session, actor)
    if not queries.second_step(session, account_id):
        session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    audit.record(session, actor, REMOVED, ("account", account_id), before={"kind": kind})
    notices.tell(session, accounts.by_actor(session, actor), notices.STEP_REMOVED)


def _new_recovery_codes(session: Session, account_id: int) -> list[str]:
    codes = [recovery.new_code() for _ in range(recovery.COUNT)]
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    session.add_all([RecoveryCode(account_id=account_id, code_hash=recovery.hashed(code)) for code in codes])
    session.flush()
    return codes


def _own(session: Session, actor: Actor) -> int:
    """Return the account of the actor, for this transaction alone: two windows must not remove the last two steps."""
    account_id = accounts.by_actor(session, actor).id
    take_turn(session, account_id)
    return account_id
