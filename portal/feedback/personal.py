"""What reports keep about a person who has an account too, and how they forget."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.address.former import Addresses
from portal.feedback.models import Report
from portal.personal import Holding


def _export(session: Session, account_id: int) -> dict[str, Any]:
    answered = select(Report).where(Report.answered_by_id == account_id).order_by(Report.id)
    return {
        "sent": [
            {
                "at": report.created_at.isoformat(),
                "email": report.email,
                "page": report.page,
                "message": report.message,
                "answer": report.answer,
            }
            for report in _sent_by(session, account_id)
        ],
        "answered": [
            {
                "report": report.id,
                "at": report.answered_at.isoformat() if report.answered_at else None,
                "answer": report.answer,
            }
            for report in session.execute(answered).scalars()
        ],
    }


def _erase(session: Session, account_id: int, _now: datetime) -> None:
    # The text is the person's own and may say anything of him: without it there is nothing left of a report.
    for report in _sent_by(session, account_id):
        session.delete(report)
    session.flush()


def _sent_by(session: Session, account_id: int) -> list[Report]:
    addresses = Addresses(session, account_id)
    statement = select(Report).where(Report.email.is_not(None)).order_by(Report.id)
    return [each for each in session.execute(statement).scalars() if addresses.include(each.email, each.created_at)]


HOLDING = Holding("reports", _export, _erase)
