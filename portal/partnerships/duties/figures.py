"""How an organisation answers requests: computed from the cases, told from five on, and never of a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from sqlalchemy import ColumnElement, and_, exists, or_, select, true
from sqlalchemy.orm import Session

from portal.partnerships.calendar import DAY
from portal.partnerships.models import Case, Step
from portal.partnerships.transitions import ESCALATE

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

    @property
    def days(self) -> int | None:
        """The median in whole days, begun ones included."""
        return None if self.median is None else max(1, -(-self.median // DAY))


def answering(session: Session, organisation_id: int, now: datetime) -> Answering | None:
    """Return how the organisation answers; None as long as there are fewer than five cases to tell it from."""
    return _answering(session, now, Case.addressee_id == organisation_id).get(organisation_id)


def of_all(session: Session, now: datetime) -> Mapping[int, Answering]:
    """Return how each organisation answers, by id, as far as there are cases enough to tell it from."""
    return _answering(session, now, true())


def _answering(session: Session, now: datetime, which: ColumnElement[bool]) -> Mapping[int, Answering]:
    """Return it of those to whom `which` went.

    What was withdrawn before an answer was due does not count, nor what came before anybody of the organisation was
    in the portal, whenever it was answered.
    """
    found_nobody = select(Step.case_id).where(
        Step.case_id == Case.id, Step.transition == ESCALATE.name, Step.at == Case.sent_at
    )
    was_late = and_(Case.answer_due_at <= now, or_(Case.decided_at.is_(None), Case.decided_at >= Case.answer_due_at))
    statement = select(Case.addressee_id, Case.sent_at, Case.answered_at).where(
        which,
        Case.sent_at.is_not(None),
        or_(Case.answered_at.is_not(None), was_late),
        ~exists(found_nobody.correlate(Case)),
    )
    asked: dict[int, list[timedelta | None]] = {}
    for organisation_id, sent_at, answered_at in session.execute(statement):
        assert sent_at is not None, "drafts are left out"
        asked.setdefault(organisation_id, []).append(answered_at - sent_at if answered_at is not None else None)
    return {each: _of(times) for each, times in asked.items() if len(times) >= FEWEST}


def _of(times: Sequence[timedelta | None]) -> Answering:
    seconds = [each.total_seconds() for each in times if each is not None]
    return Answering(len(times), len(seconds), timedelta(seconds=median(seconds)) if seconds else None)
