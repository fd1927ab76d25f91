"""Ordering a mail: a row in the transaction of what it follows from. Nothing is sent here."""

import secrets
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from portal.errors import Conflict
from portal.mail.kinds import LetterKind
from portal.mail.models import ADDRESS_MAX, Mail, MailOptOut, MailRhythm, MailState
from portal.orm import utcnow
from portal.text import N_

GIVE_UP_AFTER = timedelta(days=7)

# Whether an address was somebody's when a mail was ordered for it.
IsTheirs = Callable[[str | None, datetime], bool]


def post(session: Session, kind: LetterKind, *, to: str, account_id: int | None = None, **params: Any) -> Mail:
    """Order a letter to an address; it is sent once the session's unit of work is committed.

    `account_id` is whose mail it is: it goes with the account, and recurring letters heed what the account has
    switched off. Raises TypeError for parameters that are not those of the kind, ValueError for no address.
    """
    checked = kind.checked(params)
    if not to or len(to) > ADDRESS_MAX or not to.isprintable():
        raise ValueError("a mail needs an address")
    now = utcnow()
    mail = Mail(
        message_id=secrets.token_hex(16),
        kind=kind.name,
        to_address=to,
        account_id=account_id,
        params=checked,
        created_at=now,
        next_try_at=now,
        give_up_at=now + GIVE_UP_AFTER,
    )
    session.add(mail)
    session.flush()
    return mail


def post_again(mail: Mail) -> None:
    """Order a mail anew that was given up, as if it were just ordered.

    Raises Conflict for any other, and for one whose address is forgotten.
    """
    if mail.state is not MailState.DEAD or mail.to_address is None:
        raise Conflict(N_("Diese Mail lässt sich nicht noch einmal senden. Vielleicht ist sie schon unterwegs."))
    mail.state, mail.tries, mail.last_error = MailState.WAITING, 0, None
    mail.next_try_at = utcnow()
    mail.give_up_at = mail.next_try_at + GIVE_UP_AFTER


def readdress(session: Session, *, account_id: int, former: str, to: str, but: Collection[LetterKind]) -> None:
    """Send what waits for a former address of an account, or was given up, to its new one; letters `but` stay."""
    unsent = Mail.state.in_([MailState.WAITING, MailState.DEAD]) & Mail.kind.not_in([kind.name for kind in but])
    theirs = (Mail.account_id == account_id) & (Mail.to_address == former)
    session.execute(update(Mail).where(unsent, theirs).values(to_address=to))


def of_person(session: Session, account_id: int, is_theirs: IsTheirs) -> list[Mail]:
    """Return the mails of an account and those to its addresses that are no other account's, the oldest first."""
    statement = select(Mail).where(or_(Mail.account_id == account_id, Mail.account_id.is_(None))).order_by(Mail.id)
    found = session.execute(statement).scalars()
    return [mail for mail in found if mail.account_id == account_id or is_theirs(mail.to_address, mail.created_at)]


def forget(session: Session, *, account_id: int, is_theirs: IsTheirs) -> None:
    """Empty all mails of an account that is erased, and those to its addresses; what waits is not sent any more.

    Also what others had sent to an address that was its own at that moment: somebody has typed it as his new one.
    """
    to_others = select(Mail).where(Mail.account_id != account_id, Mail.to_address.is_not(None)).order_by(Mail.id)
    typed = [mail.id for mail in session.execute(to_others).scalars() if is_theirs(mail.to_address, mail.created_at)]
    concerned = Mail.id.in_([*(mail.id for mail in of_person(session, account_id, is_theirs)), *typed])
    unsent = concerned & Mail.state.in_([MailState.WAITING, MailState.DEAD])
    session.execute(update(Mail).where(unsent).values(state=MailState.DROPPED))
    session.execute(update(Mail).where(concerned).values(to_address=None, params={}, last_error=None))
    session.execute(delete(MailOptOut).where(MailOptOut.account_id == account_id))
    session.execute(delete(MailRhythm).where(MailRhythm.account_id == account_id))
