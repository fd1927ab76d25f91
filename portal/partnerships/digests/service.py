"""Ordering the digests that are due, each once in its day or week. The verbs flush, never commit."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, exists, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.accounts import queries as accounts
from portal.accounts.models import Account, Membership
from portal.mail import Rhythm, post, rhythms
from portal.partnerships import letters
from portal.partnerships.calendar import BERLIN, Calendar
from portal.partnerships.digests.models import Digest
from portal.partnerships.digests.queries import anything_for
from portal.partnerships.duties import absence
from portal.partnerships.models import Case
from portal.partnerships.vocabulary import UNDER_WAY, State

FROM_HOUR = 7  # in Berlin: it lies there when people begin to work
AT_ONCE = 100  # accounts of one run of the job, which comes often
FURTHEST = timedelta(days=31)  # what lies longer back is not told, however long nothing was
_FIRST = timedelta(days=7)  # to who never had one


def send_due(session: Session, now: datetime, calendar: Calendar) -> int:
    """Order what is due by now, on working days only; return how many letters that are."""
    here = now.astimezone(BERLIN)
    if here.hour < FROM_HOUR or not calendar.is_workday(here.date()):
        return 0
    ordered = 0
    for account, last in _due(session, here.date(), now):
        if not _claim(session, account.id, here.date(), now):
            continue  # another worker was faster
        since = max(last if last is not None else now - _FIRST, now - FURTHEST)
        if anything_for(session, absence.with_absent(session, accounts.actor_of(account), now), since, now):
            post(
                session,
                letters.DIGEST,
                to=account.email,
                account_id=account.id,
                person_id=account.id,
                since=since.isoformat(),
            )
            ordered += 1
    return ordered


def of_account(session: Session, account_id: int) -> Digest | None:
    """Return what is kept of the digests of an account."""
    return session.get(Digest, account_id)


def forget(session: Session, account_id: int) -> None:
    """Forget when an account had its last digest."""
    session.execute(delete(Digest).where(Digest.account_id == account_id))


def _due(session: Session, today: date, now: datetime) -> Sequence[Any]:
    """Return accounts whose day or week has not been looked at, with the moment up to which they were told."""
    monday = today - timedelta(days=today.weekday())
    begin = rhythms.by_rhythm(letters.DIGEST, Account.id, {Rhythm.DAILY: today, Rhythm.WEEKLY: monday})
    of_theirs = or_(Case.sender_id == Membership.organisation_id, Case.addressee_id == Membership.organisation_id)
    may_wait = Case.state.in_((*UNDER_WAY, State.ENDED))  # for as long as it likes, see `charge.waits_for`
    alive = or_(may_wait, Case.acted_at > now - FURTHEST, Case.ended_at > now - FURTHEST)
    concerned = (
        select(Membership.account_id)
        .join(Case, of_theirs)
        .where(Membership.account_id == Account.id, Case.state != State.DRAFT, alive)
    )
    statement = (
        select(Account, Digest.at)
        .outerjoin(Digest, Digest.account_id == Account.id)
        .where(Account.active, rhythms.is_on(letters.DIGEST, Account.id))
        .where(or_(Digest.period.is_(None), Digest.period < begin))
        .where(exists(concerned.correlate(Account)))
        .order_by(Account.id)
        .limit(AT_ONCE)
    )
    return session.execute(statement.options(accounts.WITH_MEMBERSHIPS)).all()


def _claim(session: Session, account_id: int, today: date, now: datetime) -> bool:
    """Keep that the account is looked at for this day; return whether nobody did before, not even a moment ago."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    first = insert(Digest).values(account_id=account_id, period=today, at=now)
    claim = first.on_conflict_do_update(
        index_elements=[Digest.account_id],
        set_={"period": first.excluded.period, "at": first.excluded.at},
        where=Digest.period < first.excluded.period,
    )
    return session.execute(claim.returning(Digest.account_id)).scalar_one_or_none() is not None
