"""What the history of the synonyms keeps about a person: the number of the account, which stays without the name."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.personal import Holding
from portal.synonyms.models import SynonymChange


def _export(session: Session, account_id: int) -> list[dict[str, Any]]:
    changed = select(SynonymChange).where(SynonymChange.account_id == account_id).order_by(SynonymChange.id)
    return [
        {"at": each.at.isoformat(), "action": each.action.value, "term": each.term}
        for each in session.execute(changed).scalars()
    ]


def _erase(_session: Session, _account_id: int, _now: datetime) -> None:
    """Leave the number: nothing there names anybody."""


HOLDING = Holding("synonyms", _export, _erase)
