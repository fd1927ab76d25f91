"""How an organisation answers requests: computed from the cases, told from five on, and never of a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session

from portal.partnerships.models import Case, Step
from portal.partnerships.transitions import ESCALATE
from portal.partnerships.vocabulary import State

FEWEST = 5


@dataclass(frozen=True)
class Answering:
    """How many requests to an organisation should have had a first answer, how many had one, and after which time.

    `median` is None where none was answered.
    """

    asked: int
    answered: int
    median: timedelta | None

    @property
    def share(self) -> float:
        """The part that was answered, from 0 to 1."""
        return self.answered / self.asked


def answering(session: Session, organisation_id: int, now: datetime) -> Answering | None:
    """Return how the organisation answers; None as long as there are fewer than five cases to tell it from.

    What was withdrawn before an answer was due does not count, nor what came before anybody of the organisation was
    in the portal.
    """
    times = _times(session, organisation_id, now)
    if len(times) < FEWEST:
        return None
    seconds = [(answered_at - sent_at).total_seconds() for sent_at, answered_at in times if answered_at is not None]
    return Answering(len(times), len(seconds), timedelta(seconds=median(seconds)) if seconds else None)


def _times(session: Session, organisation_id: int, now: datetime) -> Sequence[tuple[datetime, datetime | None]]:
    found_nobody = select(Step.case_id).where(
        Step.case_id == Case.id, Step.transition == ESCALATE.name, Step.at == Case.sent_at
    )
    was_late = and_(
        Case.answer_due_at <= now,
        or_(Case.decided_at.is_(None), Case.decided_at >= Case.answer_due_at),
        ~exists(found_nobody.correlate(Case)),
    )
    statement = select(Case.sent_at, Case.answered_at).where(
        Case.addressee_id == organisation_id,
        Case.state != State.DRAFT,
        or_(Case.answered_at.is_not(None), was_late),
    )
    return [(sent, answered) for sent, answered in session.execute(statement) if sent is not None]
