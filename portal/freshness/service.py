"""Verbs: remind everybody of what is due, once a month; offer entries to who joins first. They flush, never commit."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.access import Role, at_least
from portal.accounts.models import Account
from portal.database import wait_for_turn
from portal.freshness import addressing, letters, queries
from portal.freshness.models import ProjectReminder, ReviewRound
from portal.mail import post
from portal.members import queries as members
from portal.organisations.models import Organisation

SHORTEST_GAP = timedelta(days=21)  # a round that came late in its month is not followed by one right at the next


def remind(session: Session, now: datetime, review_period_days: int) -> int:
    """Order one mail for each person who has something to review or is to know what nobody reviews; return how many.

    Does nothing when this month has had its round already, or the last one is not long ago.
    """
    wait_for_turn(session, "review round")
    month = f"{now:%Y-%m}"
    last = session.execute(select(func.max(ReviewRound.begun_at))).scalar()
    if session.get(ReviewRound, month) is not None or (last is not None and now - last < SHORTEST_GAP):
        return 0
    session.add(ReviewRound(month=month, begun_at=now))
    entries = queries.due(session, now, review_period_days)
    earlier = queries.times_reminded(session, entries, before=month)
    session.flush()
    for entry in entries:
        session.add(ProjectReminder(project_id=entry.id, month=month, keeper_id=entry.keeper_id, sent_at=now))
    session.flush()
    shares = addressing.shares(session, entries, earlier, queries.unkept(session, now, review_period_days))
    for share in shares:
        account = share.account
        post(session, letters.REVIEW, to=account.email, account_id=account.id, person_id=account.id, month=month)
    return len(shares)


def offer(session: Session, account: Account, organisation: Organisation, before: Role | None) -> None:
    """Write to the first member who may take entries over, if there are some from public sources to take over.

    `before` is the role held until now.
    """
    if before in at_least(Role.EDITOR):
        return  # told already
    may = {
        one.account_id
        for one in members.members(session, organisation.id)
        if one.account.active and one.role in at_least(Role.EDITOR)
    }
    if may == {account.id} and queries.to_take_over(session, organisation.id):
        post(session, letters.OFFER, to=account.email, account_id=account.id, organisation_id=organisation.id)
