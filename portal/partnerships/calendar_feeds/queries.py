"""Reads of secret addresses, and what stands in the file behind one."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access import Actor
from portal.accounts import queries as accounts
from portal.accounts.models import Account
from portal.partnerships.calendar_feeds.models import Feed
from portal.partnerships.charge import in_charge
from portal.partnerships.duties import absence
from portal.partnerships.lists import queries as lists
from portal.partnerships.models import Case, Meeting, MeetingSlot
from portal.partnerships.vocabulary import UNDER_WAY, MeetingState

TOKEN_BYTES, TOKEN_LENGTH = 32, 43  # random bytes, and how long they are in an address
CASES_MAX = 500  # far more than anybody looks after


def token_hash(token: str) -> str:
    """Return what is kept of a token. It is random and long: a plain hash cannot be turned back."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def of_account(session: Session, account_id: int) -> Feed | None:
    """Return the secret address of an account, as far as it is known."""
    return session.get(Feed, account_id)


def reader_of(session: Session, token: str, now: datetime) -> Actor | None:
    """Return whose address holds this token, with those he stands in for at this moment.

    None for nobody's, and where the account is closed.
    """
    if len(token) != TOKEN_LENGTH:
        return None
    statement = select(Account).join(Feed, Feed.account_id == Account.id)
    found = session.execute(
        statement.where(Feed.token_hash == token_hash(token), Account.active).options(accounts.WITH_MEMBERSHIPS)
    ).scalar_one_or_none()
    return absence.with_absent(session, accounts.actor_of(found), now) if found is not None else None


def accepted(session: Session, cases: Sequence[Case]) -> Sequence[tuple[Case, Meeting, MeetingSlot]]:
    """Return the dates that both sides of these cases have agreed on, with what they belong to."""
    by_id = {case.id: case for case in cases}
    statement = (
        select(Meeting, MeetingSlot)
        .join(MeetingSlot, (MeetingSlot.meeting_id == Meeting.id) & (MeetingSlot.number == Meeting.accepted))
        .where(Meeting.case_id.in_(by_id), Meeting.state == MeetingState.ACCEPTED)
        .order_by(Meeting.id)
    )
    return [(by_id[meeting.case_id], meeting, slot) for meeting, slot in session.execute(statement)]


def under_way(session: Session, actor: Actor) -> Sequence[Case]:
    """Return the cases under way that the actor answers for, on either side."""
    found = lists.lines(in_charge(actor) & Case.state.in_(UNDER_WAY)).order_by(Case.id)
    return lists.page(session, found, 1, CASES_MAX)
