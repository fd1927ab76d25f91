"""Recurring letters: who wants them not, and the link in each that says so without a sign-in."""

from contextlib import suppress

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.database import wait_for_turn
from portal.links import LinkBroken, Links
from portal.mail.composing import Letters
from portal.mail.kinds import LetterKind
from portal.mail.models import Mail, MailOptOut

_PURPOSE = "mail.unsubscribe"


def address(links: Links, mail: Mail) -> str:
    """Return the address that ends letters of this kind to this reader; it never grows old, as mails are kept."""
    token = links.token(_PURPOSE, [mail.kind, mail.account_id, mail.params])
    return links.url(f"/mails/abbestellen/{token}")


class Subscription:
    """What the link in a recurring letter stands for. Raises LinkBroken for a token that is none."""

    def __init__(self, links: Links, letters: Letters, token: str) -> None:
        name, self._account_id, self._params = links.read(_PURPOSE, token)
        found = letters.kinds.get(name)
        if found is None or not found.recurring:  # no longer
            raise LinkBroken
        self.kind: LetterKind = found
        self._unsubscribe = letters.unsubscriber(name)

    def end(self, session: Session) -> None:
        """End it; again changes nothing."""
        if self._unsubscribe is not None:
            self._unsubscribe(session, self._params)
        elif self._account_id is not None:
            # An account of a database that was replaced by an older one gets no mail anyway.
            with suppress(IntegrityError), session.begin_nested():
                switch(session, self._account_id, self.kind, wanted=False)


def switch(session: Session, account_id: int, kind: LetterKind, *, wanted: bool) -> None:
    """Switch a recurring kind on or off for an account."""
    wait_for_turn(session, f"letters of {account_id}")  # a second press of the same button comes at the same moment
    found = session.get(MailOptOut, (account_id, kind.name))
    if found is not None and wanted:
        session.delete(found)
    elif found is None and not wanted:
        session.add(MailOptOut(account_id=account_id, kind=kind.name))
    session.flush()


def unwanted(session: Session, account_id: int) -> set[str]:
    """Return the names of the kinds an account has switched off."""
    return set(session.execute(select(MailOptOut.kind).where(MailOptOut.account_id == account_id)).scalars())


def refused_by(session: Session, kind: LetterKind) -> set[int]:
    """Return the accounts that have switched off a kind."""
    return set(session.execute(select(MailOptOut.account_id).where(MailOptOut.kind == kind.name)).scalars())


def is_unwanted(session: Session, account_id: int | None, kind: LetterKind) -> bool:
    """Return whether an account has switched off a kind."""
    return account_id is not None and session.get(MailOptOut, (account_id, kind.name)) is not None
