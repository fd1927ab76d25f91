"""What reports keep about a person who has an account too, and how they forget."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.accounts import queries as accounts
from portal.feedback.models import Report
from portal.personal import Holding


def _export(session: Session, account_id: int) -> dict[str, Any]:
    answered = select(Report).where(Report.answered_by_id == account_id).order_by(Report.id)
    return {
        "sent": [
            {"at": report.created_at.isoformat(), "message": report.message, "answer": report.answer}
            for report in _sent_by(session, account_id)
        ],
        "answered": [
            {"report": report.id, "at": report.answered_at.isoformat() if report.answered_at else None}
            for report in session.execute(answered).scalars()
        ],
    }


def _erase(session: Session, account_id: int, _now: datetime) -> None:
    for report in _sent_by(session, account_id):
        report.email = None
    session.flush()


def _sent_by(session: Session, account_id: int) -> list[Report]:
    account = accounts.by_id(session, account_id)
    address = account.email.lower() if account else ""
    statement = select(Report).where(func.lower(Report.email) == address).order_by(Report.id)
    return list(session.execute(statement).scalars())


HOLDING = Holding("reports", _export, _erase)
