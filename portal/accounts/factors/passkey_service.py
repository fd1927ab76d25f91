"""Verbs on passkeys: add, prove with. They flush, never commit. Removing is in `service`, with the other steps."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session
from webauthn.helpers import bytes_to_base64url

from portal import audit, throttle
from portal.access import Actor
from portal.accounts import notices
from portal.accounts import queries as accounts
from portal.accounts.factors import passkeys, queries, service
from portal.accounts.factors.events import ADDED, PASSKEY
from portal.accounts.factors.models import PASSKEYS_MAX, Passkey
from portal.accounts.factors.passkeys import Answer
from portal.accounts.models import Account
from portal.errors import Invalid
from portal.text import N_

CHALLENGE_LASTS = timedelta(minutes=5)
_NOT_GENUINE = N_("Der Passkey wurde nicht angenommen. Bitte versuchen Sie es noch einmal.")


def handle_of(session: Session, account_id: int) -> str:
    """Return by which random name devices know the account; a new one for the first passkey."""
    existing = queries.passkeys(session, account_id)
    return existing[0].user_handle if existing else bytes_to_base64url(secrets.token_bytes(passkeys.HANDLE_BYTES))


def add(session: Session, actor: Actor, answer: Answer, *, handle: str, name: str, now: datetime) -> list[str]:
    """Add the passkey a browser has made; return new recovery codes, none if there are some already.

    Raises Invalid for an answer that is not genuine, and for one passkey too many.
    """
    account = accounts.by_actor(session, actor)
    service.take_turn(session, account.id)
    existing = queries.passkeys(session, account.id)
    if len(existing) >= PASSKEYS_MAX:
        raise Invalid({"": [N_("Mehr Passkeys gehen nicht. Bitte entfernen Sie zuerst einen alten.")]})
    made = passkeys.created(answer) if _is_first_use(session, answer.challenge) else None
    if made is None or queries.passkey_by_credential(session, made.credential_id) is not None:
        raise Invalid({"": [_NOT_GENUINE]})
    session.add(
        Passkey(
            account_id=account.id,
            name=name,
            credential_id=made.credential_id,
            public_key=made.public_key,
            user_handle=existing[0].user_handle if existing else handle,
            sign_count=made.sign_count,
            created_at=now,
        )
    )
    audit.record(session, actor, ADDED, ("account", account.id), after={"kind": PASSKEY})
    notices.tell(session, account, notices.STEP_ADDED)
    session.flush()
    return service.first_recovery_codes(session, account.id)


def prove(session: Session, answer: Answer) -> Account | None:
    """Return the open account whose passkey has signed the challenge, None when nothing is proven.

    A challenge counts once, whatever comes of it.
    """
    credential = passkeys.credential_of(answer)
    passkey = queries.passkey_by_credential(session, credential) if credential else None
    if not _is_first_use(session, answer.challenge) or passkey is None:
        return None
    count = passkeys.proven(answer, passkey)
    account = accounts.by_id(session, passkey.account_id)
    if count is None or account is None or not account.active:
        return None
    session.execute(update(Passkey).where(Passkey.id == passkey.id).values(sign_count=count))
    return account


def _is_first_use(session: Session, challenge: bytes) -> bool:
    """Return whether the challenge comes for the first time; the cookie that holds it could be sent twice."""
    return throttle.count(session, throttle.bucket("passkey", challenge.hex()), 2 * CHALLENGE_LASTS) == 1
