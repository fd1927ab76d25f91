"""Accounts that belong nowhere and are not used: warned once, and erased when nothing happens after that either.

Nobody is erased whose warning did not go out: the letter stays in the outbox as long as it counts, and the portal
administration sees there, and in the list of accounts, what a mail server has refused.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session

from portal.access import ANYONE
from portal.accounts.models import Account, Membership
from portal.accounts.sessions.models import AccountSession
from portal.audit import AuditEntry
from portal.mail import post
from portal.mail.models import Mail, MailState
from portal.members.models import Invitation, InvitationState, MembershipRequest, RequestState
from portal.personal import Holding
from portal.privacy import letters, service

NOTICE = timedelta(days=30)  # between the warning and the end


def warn(session: Session, now: datetime, alone: timedelta) -> None:
    """Write to whose account is erased in a month, `alone` after anything last happened to it, if nothing happens.

    Whoever joins an organisation meanwhile, or asks to, is no longer warned. Whose letter was discarded, or is gone,
    is warned anew.
    """
    due = ids(session, now - max(alone - NOTICE, timedelta()), now)
    warned = session.execute(select(Account.id).where(Account.warned_at.is_not(None))).scalars().all()
    letter = _letters(session, warned)
    lost = [each for each in warned if each not in letter or letter[each].state is MailState.DROPPED]
    no_longer = Account.warned_at.is_not(None) & or_(Account.id.not_in(due), Account.id.in_(lost))
    session.execute(update(Account).where(no_longer).values(warned_at=None))
    fresh = update(Account).where(Account.id.in_(due), Account.warned_at.is_(None)).values(warned_at=now)
    for account_id, email in sorted(session.execute(fresh.returning(Account.id, Account.email)).all()):
        post(session, letters.UNUSED, to=email, account_id=account_id, for_account=account_id)


def ripe(session: Session, now: datetime, alone: timedelta, which: ColumnElement[bool] | None = None) -> list[int]:
    """Return the accounts, or those `which` are meant, that nothing happens to and whose owners were warned in time."""
    in_time = Account.warned_at <= now - NOTICE
    found = ids(session, now - alone, now, in_time if which is None else in_time & which)
    letter = _letters(session, found)
    return [each for each in found if each in letter and _went_out(letter[each], now - NOTICE)]


def forget_warnings(session: Session) -> None:
    """Let no warning given so far count: nobody is erased before being warned once more."""
    session.execute(update(Account).where(Account.warned_at.is_not(None)).values(warned_at=None))


def erase(session: Session, now: datetime, *, alone: timedelta, holdings: Sequence[Holding], account_id: int) -> None:
    """Erase an account that is ripe, unless something has happened to it by the time nobody else can change it."""
    service.begin(session, account_id, holdings)
    if ripe(session, now, alone, Account.id == account_id):
        service.erase_and_tell(session, ANYONE, account_id, holdings, now, why=service.UNUSED)


def not_warned(session: Session) -> frozenset[int]:
    """Return the accounts whose warning was given up: they stay until somebody sees to it."""
    warned = session.execute(select(Account.id).where(Account.warned_at.is_not(None))).scalars().all()
    return frozenset(each for each, mail in _letters(session, warned).items() if mail.state is MailState.DEAD)


def still_counts() -> ColumnElement[bool]:
    """Return the condition that a mail is a warning on which it depends whether an account is erased."""
    warned = select(Account.id).where(Account.id == Mail.account_id, Account.warned_at.is_not(None))
    return (Mail.kind == letters.UNUSED.name) & warned.exists()


def ids(session: Session, before: datetime, now: datetime, which: ColumnElement[bool] | None = None) -> Sequence[int]:
    """Return the accounts that belong nowhere and wait for nothing, and to which nothing has happened since `before`.

    Somebody was declined, never asked, or has left. Whoever is signed in or is invited at present is left in peace.
    Closed ones are among them. What happened stands in the log, which is kept for longer than these accounts.
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
    if which is not None:
        statement = statement.where(which)
    return session.execute(statement.order_by(Account.id)).scalars().all()


def _letters(session: Session, account_ids: Iterable[int]) -> Mapping[int, Mail]:
    """Return the last warning of each account."""
    wanted = (Mail.kind == letters.UNUSED.name) & Mail.account_id.in_(list(account_ids))
    found = session.execute(select(Mail).where(wanted).order_by(Mail.id)).scalars()
    return {mail.account_id: mail for mail in found if mail.account_id is not None}


def _went_out(mail: Mail, before: datetime) -> bool:
    return mail.state is MailState.SENT and mail.sent_at is not None and mail.sent_at <= before
