"""What happens by itself when nobody does anything: the moderation hears of it, and at last a request lapses."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from portal.partnerships import service
from portal.partnerships import transitions as table
from portal.partnerships.calendar import started_before
from portal.partnerships.models import Case
from portal.partnerships.stepping import Acting
from portal.partnerships.transitions import Transition
from portal.partnerships.vocabulary import State


def carry_out(session: Session, acting: Acting) -> list[tuple[int, str]]:
    """Take every step that is due by itself at this moment; return the cases with the names of the steps."""
    return [
        (case_id, transition.name)
        for transition, due in ((table.LAPSE, _lapsed(acting)), (table.ESCALATE, _quiet(acting)))
        for case_id in _ids(session, due)
        if _take(session, acting, transition, case_id)
    ]


def _take(session: Session, acting: Acting, transition: Transition, case_id: int) -> bool:
    return service.perform_by_portal(session, acting, transition, case_id)


def _ids(session: Session, due: ColumnElement[bool]) -> Sequence[int]:
    return (
        session.execute(select(Case.id).where(due).order_by(Case.id).with_for_update(skip_locked=True)).scalars().all()
    )


def _lapsed(acting: Acting) -> ColumnElement[bool]:
    """Return the condition that nobody has answered, or that nothing came of the moderation's help either."""
    duties, now = acting.duties, acting.at
    unanswered = (Case.state == State.SENT) & (Case.sent_at < started_before(now, duties.lapse_days))
    helped = Case.moderation_since < started_before(now, duties.quiet_lapse_days)
    still = Case.acted_at < started_before(now, duties.quiet_days + duties.quiet_lapse_days)
    return unanswered | ((Case.state == State.CLARIFYING) & helped & still)


def _quiet(acting: Acting) -> ColumnElement[bool]:
    """Return the condition that neither side has done anything for long."""
    since = started_before(acting.at, acting.duties.quiet_days)
    return (Case.state == State.CLARIFYING) & (Case.acted_at < since) & Case.moderation_since.is_(None)
