"""What this domain keeps about a person, and how it forgets."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.personal import Holding
from portal.sso import queries
from portal.sso.models import AccountIdentity


def _export(session: Session, account_id: int) -> list[dict[str, Any]]:
    return [
        {
            "provider": each.issuer,
            "number_there": each.subject,
            "linked_at": each.created_at.isoformat(),
            "roles_given": [
                {
                    "organisation": given.organisation.name,
                    "role": given.role.value,
                    "kept_since": given.kept_since.isoformat() if given.kept_since else None,
                }
                for given in sorted(each.given, key=lambda given: given.organisation.name_sort)
            ],
        }
        for each in queries.identities(session, account_id)
    ]


def _erase(session: Session, account_id: int, _now: datetime) -> None:
    session.execute(delete(AccountIdentity).where(AccountIdentity.account_id == account_id))


HOLDING = Holding("sign_in_elsewhere", _export, _erase)
