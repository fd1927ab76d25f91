"""What happens by itself to an open Gesuch that nobody touches: its people are asked once, then it is closed."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.mail import LetterKind, post
from portal.partnerships import letters, queries
from portal.partnerships.calendar import started_before
from portal.partnerships.models import Wanted
from portal.partnerships.seeking import service
from portal.partnerships.stepping import Acting
from portal.partnerships.vocabulary import WantedState
from portal.projects.responsibility import queries as responsibility


def carry_out(session: Session, acting: Acting) -> list[tuple[int, str]]:
    """Ask about and close what is due at this moment; return the Gesuche with the names of the letters."""
    duties = acting.duties
    unanswered = Wanted.asked_at < started_before(acting.at, duties.wanted_close_days)
    silent = Wanted.asked_at.is_(None) & (Wanted.updated_at < started_before(acting.at, duties.wanted_ask_days))
    done = []
    for wanted in _due(session, unanswered):
        service.fade(session, acting.at, wanted)
        done.append((wanted, letters.WANTED_CLOSED))
    for wanted in _due(session, silent):
        wanted.asked_at = acting.at
        done.append((wanted, letters.WANTED_ASKED))
    session.flush()
    for wanted, letter in done:
        _write(session, acting.at, wanted, letter)
    return [(wanted.id, letter.name) for wanted, letter in done]


def people(session: Session, wanted: Wanted, now: datetime | None = None) -> Sequence[Account]:
    """Return who answers for a Gesuch now: who looks after it, else the coordination, else the moderation."""
    own = queries.who_answers(session, wanted.organisation_id, frozenset({wanted.person_id}), now)
    return own or responsibility.moderators(session)


def _due(session: Session, condition: ColumnElement[bool]) -> Sequence[Wanted]:
    statement = (
        select(Wanted)
        .where(Wanted.state == WantedState.OPEN, Wanted.hidden_at.is_(None), condition)
        .order_by(Wanted.id)
    )
    return session.execute(statement.with_for_update(skip_locked=True)).scalars().all()


def _write(session: Session, at: datetime, wanted: Wanted, letter: LetterKind) -> None:
    for account in people(session, wanted, at):
        post(session, letter, to=account.email, account_id=account.id, wanted_id=wanted.id)
