"""How often people want letters that gather what has happened. Whether at all says `unsubscribing`."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, String, case, exists, func, select, type_coerce
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal.mail import unsubscribing
from portal.mail.kinds import LetterKind, Rhythm
from portal.mail.models import MailOptOut, MailRhythm


def choose(session: Session, account_id: int, kind: LetterKind, rhythm: Rhythm | None) -> None:
    """Let a kind that gathers come this often to an account, None: not at all."""
    unsubscribing.switch(session, account_id, kind, wanted=rhythm is not None)
    if rhythm is not None:
        session.merge(MailRhythm(account_id=account_id, kind=kind.name, rhythm=rhythm))
        session.flush()


def chosen(session: Session, account_id: int) -> Mapping[str, Rhythm]:
    """Return what an account has chosen, by the name of the kind."""
    found = session.execute(select(MailRhythm).where(MailRhythm.account_id == account_id)).scalars()
    return {each.kind: each.rhythm for each in found}


def is_on(kind: LetterKind, account_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Return the condition that an account gets a kind."""
    off = (MailOptOut.account_id == account_id) & (MailOptOut.kind == kind.name)
    return ~exists(select(MailOptOut.kind).where(off).correlate(account_id.class_))


def by_rhythm(
    kind: LetterKind, account_id: InstrumentedAttribute[int], values: Mapping[Rhythm, object]
) -> ColumnElement[object]:
    """Return the value of the rhythm in which an account gets a kind."""
    own = (MailRhythm.account_id == account_id) & (MailRhythm.kind == kind.name)
    rhythm = select(type_coerce(MailRhythm.rhythm, String)).where(own).correlate(account_id.class_).scalar_subquery()
    usual = kind.rhythm.value if kind.rhythm else None
    return case({each.value: value for each, value in values.items()}, value=func.coalesce(rhythm, usual))
