"""Accounts that belong nowhere and are not used: warned once, and erased when nothing happens after that either."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session

from portal.access import ANYONE
from portal.accounts.models import Account, Membership
from portal.accounts.sessions.models import AccountSession
from portal.audit import AuditEntry
from portal.mail import post
from portal.members.models import Invitation, InvitationState, MembershipRequest, RequestState
from portal.personal import Holding
from portal.privacy import letters, service

NOTICE = timedelta(days=30)  # between the warning and the end


def warn(session: Session, now: datetime, alone: timedelta) -> None:
    """Write to whose account is erased in a month, `alone` after anything last happened to it, if nothing happens.

    Whoever joins an organisation meanwhile, or asks to, is no longer warned.
    """
    due = ids(session, now - max(alone - NOTICE, timedelta()), now)
    session.execute(
        update(Account).where(Account.warned_at.is_not(None), Account.id.not_in(due)).values(warned_at=None)
    )
    fresh = update(Account).where(Account.id.in_(due), Account.warned_at.is_(None)).values(warned_at=now)
    for account_id, email in sorted(session.execute(fresh.returning(Account.id, Account.email)).all()):
        post(session, letters.UNUSED, to=email, account_id=account_id, for_account=account_id)


def erase(session: Session, now: datetime, alone: timedelta, holdings: Sequence[Holding]) -> None:
    """Erase the accounts whose owners were warned in time."""
    warned = select(Account.id).where(Account.warned_at <= now - NOTICE)
    in_time = set(session.execute(warned).scalars())
    for account_id in ids(session, now - alone, now):
        if account_id in in_time:
            service.erase_and_tell(session, ANYONE, account_id, holdings, now, why=service.UNUSED)


def ids(session: Session, before: datetime, now: datetime) -> Sequence[int]:
    """Return the accounts that belong nowhere and wait for nothing, and to which nothing has happened since `before`.

    Somebody was declined, never asked, or has left. Whoever is signed in or is invited at present is left in peace.
    """
    told_of = and_(AuditEntry.about_kind == "account", AuditEntry.about_id == Account.id)
    asked = and_(
        MembershipRequest.account_id == Account.id,
        or_(MembershipRequest.state == RequestState.WAITING, MembershipRequest.decided_at > before),
    )
    invited = and_(
        Invitation.email_folded == Account.email_folded,
        Invitation.state == InvitationState.OPEN,
        Invitation.expires_at > now,
    )
    happened = and_(or_(told_of, AuditEntry.account_id == Account.id), AuditEntry.at > before)
    signs_of_life = (
        select(Membership.id).where(Membership.account_id == Account.id),
        select(AccountSession.id).where(AccountSession.account_id == Account.id),
        select(MembershipRequest.id).where(asked),
        select(Invitation.id).where(invited),
        select(AuditEntry.id).where(happened),
    )
    statement = select(Account.id).where(
        Account.erased_at.is_(None),
        Account.portal_role.is_(None),
        Account.created_at <= before,
        *(~each.exists() for each in signs_of_life),
    )
    return session.execute(statement.order_by(Account.id)).scalars().all()
