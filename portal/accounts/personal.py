"""What this domain keeps about a person, and how it forgets."""

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import audit
from portal.accounts import passwords, queries
from portal.accounts.address import former
from portal.accounts.address import queries as addresses
from portal.accounts.address.former import Addresses
from portal.accounts.address.models import AddressChange
from portal.accounts.factors import queries as factors
from portal.accounts.factors import service as factor_service
from portal.accounts.models import Account
from portal.accounts.sessions import service as sessions
from portal.accounts.sessions.models import AccountSession
from portal.errors import NotFound
from portal.mail import posting, rhythms
from portal.mail.models import MailOptOut
from portal.personal import Holding


def _export(session: Session, account_id: int) -> dict[str, Any]:
    account = _found(session, account_id)
    waiting = addresses.of_account(session, account_id)
    signed_in = session.execute(select(AccountSession).where(AccountSession.account_id == account_id)).scalars()
    return {
        "number": account.id,
        "email": account.email,
        "name": account.display_name,
        "position": account.position,
        "phone": account.phone,
        "made_at": account.created_at.isoformat(),
        "warned_at": account.warned_at.isoformat() if account.warned_at else None,
        "open": account.active,
        "portal_role": account.portal_role.value if account.portal_role else None,
        "memberships": [
            {"organisation": each.organisation.name, "role": each.role.value}
            for each in queries.memberships_of(account)
        ],
        "sign_ins": [
            {
                "since": each.created_at.isoformat(),
                "last_seen": each.last_seen_at.isoformat(),
                "method": each.method.value,
                "browser": each.browser,
                "system": each.system,
            }
            for each in signed_in
        ],
        "address_waiting_for_confirmation": (
            {"email": waiting.new_address, "since": waiting.requested_at.isoformat()} if waiting else None
        ),
        "former_addresses_until": [each.until.isoformat() for each in former.of_account(session, account_id)],
        "second_step": _second_step(session, account_id),
        "mails": _mails(session, account_id),
        "mails_not_wanted": sorted(
            session.execute(select(MailOptOut.kind).where(MailOptOut.account_id == account_id)).scalars()
        ),
        "mails_as_often": {kind: each.value for kind, each in sorted(rhythms.chosen(session, account_id).items())},
        "decisions": [
            {
                "at": each.at.isoformat(),
                "event": each.event,
                "by_you": each.account_id == account_id,
                "about": [each.about_kind, each.about_id],
                "changes": each.changes,
            }
            for each in audit.concerning(session, account_id)
        ],
    }


def _second_step(session: Session, account_id: int) -> dict[str, Any]:
    app = factors.authenticator(session, account_id)
    return {
        "app": {"made_at": app.created_at.isoformat(), "confirmed_at": _moment(app.confirmed_at)} if app else None,
        "passkeys": [
            {"name": each.name, "made_at": each.created_at.isoformat()}
            for each in factors.passkeys(session, account_id)
        ],
        "recovery_codes_left": len(factors.recovery_codes(session, account_id)),
    }


def _mails(session: Session, account_id: int) -> list[dict[str, Any]]:
    found = posting.of_person(session, account_id, Addresses(session, account_id).include)
    return [
        {
            "kind": mail.kind,
            "to": mail.to_address,
            "ordered_at": mail.created_at.isoformat(),
            "state": mail.state.value,
            "sent_at": _moment(mail.sent_at),
            "last_error": mail.last_error,
        }
        for mail in found
    ]


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _erase(session: Session, account_id: int, now: datetime) -> None:
    account = _found(session, account_id)
    sessions.end_all(session, account_id)
    theirs = Addresses(session, account_id)
    for change in session.execute(select(AddressChange)).scalars().all():
        if change.account_id == account_id or theirs.include(change.new_address, change.requested_at):
            session.delete(change)
    factor_service.remove_all(session, account_id)
    posting.forget(session, account_id=account_id, is_theirs=theirs.include)
    former.forget(session, account_id)
    account.email = ""
    account.email_folded = f"erased:{account_id}"  # no address: these have an @
    account.display_name = ""
    account.position = account.phone = None
    account.password_hash = passwords.hashed(secrets.token_urlsafe(32))
    account.portal_role = None
    account.warned_at = None
    account.active = False
    account.erased_at = now
    session.flush()


def _found(session: Session, account_id: int) -> Account:
    account = queries.by_id(session, account_id)
    if account is None:
        raise NotFound
    return account


HOLDING = Holding("account", _export, _erase)
