"""What messages under way keep about a person who has an account too, and how they forget."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.contact import queries
from portal.personal import Holding


def _export(session: Session, account_id: int) -> list[dict[str, Any]]:
    return [
        {
            "at": each.created_at.isoformat(),
            "confirmed_at": each.confirmed_at.isoformat() if each.confirmed_at else None,
            "name": each.name,
            "email": each.email,
            "message": each.message,
        }
        for each in queries.written_by(session, account_id)
    ]


def _erase(session: Session, account_id: int, _now: datetime) -> None:
    for each in queries.written_by(session, account_id):
        session.delete(each)
    session.flush()


HOLDING = Holding("messages_under_way", _export, _erase)
